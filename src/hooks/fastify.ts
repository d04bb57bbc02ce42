import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerRequest } from './answer-request.ts'
import { type HookOptions, insistOnSafety } from './guard.ts'
import type { HookHandlers } from './handlers.ts'

/** As much of Fastify as is used, so that it need not be installed. */
interface FastifyLike {
  route(route: {
    method: string[]
    url: string
    onRequest(
      request: { readonly raw: IncomingMessage; readonly params: unknown },
      reply: { readonly raw: ServerResponse; hijack(): unknown },
    ): Promise<void>
    handler(): Promise<void>
  }): unknown
}

/**
 * The hooks of a server as a plugin of Fastify: `app.register(hookPlugin({ … }), { prefix: '/test' })` serves
 * `POST /test/advanceClock`. Throws in production, as `hookRouter` does.
 */
export function hookPlugin(handlers: HookHandlers, options: HookOptions = {}): (app: FastifyLike) => Promise<void> {
  insistOnSafety(options)
  return async (app) => {
    app.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/*',
      // Before Fastify reads the body, so that both frameworks are answered alike.
      async onRequest({ raw, params }, reply) {
        reply.hijack()
        await answerRequest(String(Object(params)['*']), raw, reply.raw, { handlers, options })
      },
      handler: async () => undefined,
    })
  }
}
