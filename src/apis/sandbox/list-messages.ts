import { iso } from '../../auth/clock.ts'
import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'

/** `GET /apis/{api}/outbox`: what would have been sent (SB-13). */
export const listMessages: SandboxHandlers['listMessages'] = async ({ path }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const messages = await target.store.outbox.list()
  return {
    status: 200,
    body: { messages: messages.map(({ sent, ...message }) => ({ ...message, sent: iso(sent) })) },
  }
}
