import type { ApiOptions } from './api-options.ts'
import { FetchRequest, FetchResponse } from './fetch-transport.ts'
import { servingOf } from './serving.ts'

/** An API for servers that speak the Fetch standard, such as Hono, Bun, Deno and the route handlers of Next.js. */
export type FetchApi = (request: Request) => Promise<Response>

/** The options of {@link createApi}, with a context that is made of a `Request`. */
export type FetchApiOptions<Own extends object, Callers extends object> = ApiOptions<Own, Callers, Request>

/**
 * Does what `createApi` does, from `Request` to `Response`. A path that is not under a base path of the contract is the
 * API's 404. The promise is never rejected.
 *
 * @throws what `createApi` throws.
 */
export function createFetchApi<Own extends object, Callers extends object>(
  options: FetchApiOptions<Own, Callers>,
): FetchApi {
  const { answer, log } = servingOf(options)
  return async (raw) => {
    const { origin, pathname: path, search } = new URL(raw.url)
    const response = new FetchResponse(raw)
    try {
      await answer({
        raw,
        request: new FetchRequest(raw),
        response,
        method: raw.method,
        target: { path, search },
        ownOrigin: origin,
      })
      return await response.made
    } catch (error) {
      log.error({ err: error }, 'unexpected failure')
      return new Response(null, { status: 500 })
    }
  }
}
