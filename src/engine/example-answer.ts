import type { Operation, Response } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { Reply } from '../contract/handler.ts'
import { isToken } from '../contract/http-token.ts'
import { oncePer } from '../contract/once.ts'
import { eventStream } from '../contract/reply-media.ts'
import { sampleBody, sampleOf, sampleValue } from '../samples/sample.ts'

/**
 * What an operation answers when nothing is known of it but its contract: its documented success. Made once, since a sample
 * takes its time.
 */
export const exampleAnswer = oncePer((document: ContractDocument, operation: Operation): Reply => {
  const [status, response] = successOf(operation)
  if (!response) return { status, asIs: true }
  const headers = exampleHeaders(document, response)
  if (Object.hasOwn(response.content, eventStream)) return { ...oneEvent(document, response), status, headers }
  const sampled = bodiless.has(status) ? undefined : sampleBody(document, response.content)
  if (!sampled) return { status, headers, asIs: true }
  return { status, headers: { ...headers, 'Content-Type': sampled.mediaType }, body: sampled.body, asIs: true }
})

/** The statuses that never have a body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/** The first 2xx, else a redirect, else what is documented of every status, as a 200. */
export function successOf({ responses }: Operation): readonly [status: number, response: Response | undefined] {
  const statuses = [...responses.keys()].sort()
  const [key] = successes.flatMap((pattern) => statuses.find((status) => pattern.test(status)) ?? [])
  if (key === undefined) return [204, undefined]
  return [key === 'default' ? 200 : Number(key.replace('XX', '00')), responses.get(key)]
}

const successes: readonly RegExp[] = [/^2(\d\d|XX)$/, /^3(0[0-35-8]|XX)$/, /^default$/, /^304$/]

/** Those that every such answer has, and where it leads to. */
export function exampleHeaders(document: ContractDocument, { headers }: Response): Record<string, string> {
  const shown = Object.entries(headers).filter(
    ([name, { required, example }]) =>
      isToken(name) &&
      !isOfServer(name) &&
      (required === true || (name.toLowerCase() === 'location' && example !== undefined)),
  )
  return Object.fromEntries(
    shown.flatMap(([name, { example, schema }]) => {
      const value = example ?? (schema && sampleOf(document, schema))
      return isSendable(value) ? [[name, String(value)]] : []
    }),
  )
}

/** What HTTP, the server or a login sets itself: an example would describe another message. */
const ofServer: ReadonlySet<string> = new Set(
  `connection content-encoding content-length content-type date keep-alive set-cookie trailer transfer-encoding upgrade
  www-authenticate`.split(/\s+/),
)

export function isOfServer(name: string): boolean {
  const folded = name.toLowerCase()
  return ofServer.has(folded) || folded.startsWith('access-control-')
}

function isSendable(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && /^[\x20-\x7e]*$/.test(String(value))
}

/** The example as the only event of its stream. */
function oneEvent(document: ContractDocument, { content }: Response): Omit<Reply, 'status'> {
  const example = sampleValue(document, content[eventStream] ?? {})
  const text = typeof example === 'string' ? example : JSON.stringify(example ?? {})
  const lines = /^(data|event|id|retry|):/m.test(text)
    ? text.trimEnd()
    : `data: ${text.replaceAll(/\r?\n/g, '\ndata: ')}`
  return {
    asIs: true,
    stream: (sink) => {
      sink.write(`${lines}\n\n`)
      sink.end()
      return () => {}
    },
  }
}
