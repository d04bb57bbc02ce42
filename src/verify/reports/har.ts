import { STATUS_CODES } from 'node:http'
import { readManifest } from '../../installation/installation.ts'
import type { Exchange } from '../report.ts'

/** Exchanges as HTTP Archive 1.2; what is not known of a message is -1, as its specification says. */
export function harOf(exchanges: readonly Exchange[]): string {
  const creator = { name: 'Latchkey', version: readManifest().version }
  return `${JSON.stringify({ log: { version: '1.2', creator, entries: exchanges.map(entryOf) } }, null, 2)}\n`
}

function entryOf({ started, milliseconds, request, answer }: Exchange) {
  return {
    startedDateTime: started,
    time: milliseconds,
    request: {
      ...{ method: request.method, url: request.url, httpVersion: 'HTTP/1.1', cookies: [] },
      headers: pairsOf(request.headers),
      queryString: pairsOf([...new URL(request.url).searchParams]),
      ...(request.body !== null && { postData: { mimeType: typeOf(request.headers), text: request.body } }),
      ...unknownSizes,
    },
    response: responseOf(answer),
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
  }
}

/** Status 0 is what browsers export where no answer came. */
function responseOf(answer: Exchange['answer']) {
  const { status, headers, body } = answer ?? { status: 0, headers: [], body: null }
  return {
    ...{ status, statusText: STATUS_CODES[status] ?? '', httpVersion: 'HTTP/1.1', cookies: [] },
    headers: pairsOf(headers),
    content: { size: -1, mimeType: typeOf(headers), text: body ?? '' },
    redirectURL: headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '',
    ...unknownSizes,
  }
}

const unknownSizes = { headersSize: -1, bodySize: -1 }

function pairsOf(pairs: readonly (readonly [string, string])[]) {
  return pairs.map(([name, value]) => ({ name, value }))
}

function typeOf(headers: Exchange['request']['headers']): string {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
}
