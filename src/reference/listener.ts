import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Address, readAddress, type ServedNames } from '../contract/address.ts'
import { misdirectedDetail } from '../contract/refusal.ts'
import { lastRefusal } from '../net/refusal.ts'
import { fieldReader } from '../server/exchange.ts'
import { createApp } from './app.ts'
import { startExchange } from './arrival.ts'
import { pipelineOf } from './pipeline.ts'
import { refuseHost, serveApi } from './serve-api.ts'
import type { ServerParts } from './server-parts.ts'

/** The whole server: the APIs by their contracts, and an Express application for what else stands here. */
export function createListener(parts: ServerParts): RequestListener {
  const rest = createApp(parts)
  const pipeline = pipelineOf(parts.log)
  return (request, response) => {
    const place = locate(request, parts.served)
    if (typeof place === 'number') return refuseAddress(request, response, place, parts)
    const mount = parts.apis.get(place.api)
    if (!mount) return rest(request, response)
    serveApi(startExchange(request, response, place, mount, parts), pipeline, parts).catch((error) => {
      parts.log.error({ err: error }, 'unexpected failure')
      response.destroy()
    })
  }
}

/** Where a request goes, or the status of its refusal (RFC 9110, 15.5.20 and 15.6.6; RFC 9112, 3.2). */
function locate(request: IncomingMessage, served: ServedNames): Address | number {
  if (request.httpVersionMajor !== 1) return 505
  const hosts = fieldReader(request)('host')
  if (hosts.length > 1) return 400
  return readAddress(request.url ?? '/', hosts[0], served) ?? 421
}

/** An API whose path was asked for at a host that is not ours says so in its own form; all else is nobody's to word. */
function refuseAddress(request: IncomingMessage, response: ServerResponse, status: number, parts: ServerParts): void {
  const place = status === 421 ? readAddress(pathOf(request.url ?? '/'), 'localhost', parts.served) : undefined
  const mount = place && parts.apis.get(place.api)
  if (place && mount) {
    refuseHost(startExchange(request, response, place, mount, parts), parts)
  } else {
    const { headers, body } = lastRefusal(status, status === 421 ? misdirectedDetail : undefined)
    response.writeHead(status, headers).end(body)
  }
}

/** A target without the scheme and authority of its absolute form. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '')
}
