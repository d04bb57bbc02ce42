import type { ServerResponse } from 'node:http'
import { answerRequest } from './answer-request.ts'
import { type HookOptions, insistOnSafety } from './guard.ts'
import type { HookHandlers } from './handlers.ts'
import type { HookRequest } from './read-body.ts'

/** A handler as Express, Connect and Node take it. */
export type HookRouter = (request: HookRequest, response: ServerResponse, next?: (error?: unknown) => void) => void

/**
 * The hooks of a server as a router of Express: `app.use('/test', hookRouter({ … }))` serves `POST /test/advanceClock`.
 * Throws in production. Anyone who can call the hooks can take over every account, so mount them in test environments only.
 */
export function hookRouter(handlers: HookHandlers, options: HookOptions = {}): HookRouter {
  insistOnSafety(options)
  return (request, response, next) => {
    const [path = ''] = (request.url ?? '').split('?')
    answerRequest(path.replace(/^\//, ''), request, response, { handlers, options }).catch((error: unknown) =>
      next ? next(error) : response.destroy(),
    )
  }
}
