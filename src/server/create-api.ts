import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiOptions } from './api-options.ts'
import { NodeRequest, NodeResponse, ownOriginOf } from './node-transport.ts'
import { servingOf } from './serving.ts'
import { targetOf } from './target.ts'

/** A listener of `node:http` and a middleware of Express. */
export type ApiListener = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

/**
 * Serves an API by its contract: routes, keeps the origin policy, reads credentials, validates requests, renders refusals
 * and checks replies; a reply that breaks the contract does not leave. The paths are those of the contract, with its base
 * path in front, at the root it is mounted at. If there is a next handler, it gets what is neither under that base path nor
 * a path of the contract at another one, such as that of an operation with servers of its own.
 *
 * @throws TypeError with the remedy if the contract is not an OpenAPI document, an operation has no handler, a security scheme no reader, an
 * origin is invalid, or a challenge cannot be sent; RangeError if the body limit is not a whole number of bytes from 1.
 */
export function createApi<Own extends object, Callers extends object>(options: ApiOptions<Own, Callers>): ApiListener {
  const { isOwn, answer, log } = servingOf(options)
  return (raw, response, next) => {
    const target = targetOf(raw.url ?? '/')
    if (next && !isOwn(target)) return next()
    answer({
      raw,
      request: new NodeRequest(raw),
      response: new NodeResponse(response),
      method: raw.method ?? '',
      target,
      ownOrigin: ownOriginOf(raw),
    }).catch((error) => {
      log.error({ err: error }, 'unexpected failure')
      response.destroy()
    })
  }
}
