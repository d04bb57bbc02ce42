import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Address, readAddress, type ServedNames } from '../contract/address.ts'
import { sizeOfHead } from '../contract/raw-headers.ts'
import { headersTooLargeDetail, misdirectedDetail, type Refusal } from '../contract/refusal.ts'
import { limits } from '../net/limits.ts'
import { lastRefusal } from '../net/refusal.ts'
import { fieldReader } from '../server/exchange.ts'
import { createApp } from './app.ts'
import { startExchange } from './arrival.ts'
import { pipelineOf } from './pipeline.ts'
import { refuseEarly, serveApi } from './serve-api.ts'
import type { ServerParts } from './server-parts.ts'

/** The whole server: the APIs by their contracts, and an Express application for what else stands here. */
export function createListener(parts: ServerParts): RequestListener {
  const rest = createApp(parts)
  const pipeline = pipelineOf(parts.log)
  return (request, response) => {
    const place = locate(request, parts.served)
    const mount = typeof place === 'object' ? parts.apis.get(place.api) : undefined
    if (typeof place === 'number') refuseRequest(request, response, place, parts)
    else if (mount)
      settle(serveApi(startExchange(request, response, place, mount, parts), pipeline, parts), response, parts)
    else rest(withPlainTilde(request, place), response)
  }
}

function settle(serving: Promise<void>, response: ServerResponse, { log }: ServerParts): void {
  serving.catch((error) => {
    log.error({ err: error }, 'unexpected failure')
    response.destroy()
  })
}

/** Where a request goes, or the status of its refusal (RFC 9110, 15.5.20 and 15.6.6; RFC 9112, 3.2; RFC 6585, 5). */
function locate(request: IncomingMessage, served: ServedNames): Address | number {
  if (request.httpVersionMajor !== 1) return 505
  const hosts = fieldReader(request)('host')
  if (hosts.length > 1) return 400
  const place = readAddress(request.url ?? '/', hosts[0], served)
  if (!place) return 421
  return sizeOfHead(request.url ?? '', request.rawHeaders) > limits.longestHead ? 431 : place
}

/** Express knows worlds by their tilde alone. */
function withPlainTilde(request: IncomingMessage, { world }: Address): IncomingMessage {
  if (world) request.url = request.url?.replace(/^\/%7e/i, '/~')
  return request
}

interface Told {
  readonly refusal: Refusal
  readonly detail: string
}

/** What is refused in the form of the API whose path was asked for, if it was one's; all else is nobody's to word. */
const told: Readonly<Record<number, Told>> = {
  421: { refusal: { refusal: 'misdirected' }, detail: misdirectedDetail },
  431: { refusal: { refusal: 'headers-too-large', limit: limits.longestHead }, detail: headersTooLargeDetail },
}

function refuseRequest(request: IncomingMessage, response: ServerResponse, status: number, parts: ServerParts): void {
  const { refusal, detail } = told[status] ?? {}
  const place = placeAnyway(request, status, parts.served)
  const mount = place && parts.apis.get(place.api)
  if (refusal && mount) {
    const start = startExchange(request, response, place, mount, parts)
    settle(refuseEarly(start, refusal, parts), response, parts)
  } else {
    const { headers, body } = lastRefusal(status, detail)
    response.writeHead(status, headers).end(body)
  }
}

/** Where a request would have gone, at a name of ours. */
function placeAnyway(
  { url = '/', headers }: IncomingMessage,
  status: number,
  served: ServedNames,
): Address | undefined {
  return status === 421 ? readAddress(pathOf(url), 'localhost', served) : readAddress(url, headers.host, served)
}

/** A target without the scheme and authority of its absolute form. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '')
}
