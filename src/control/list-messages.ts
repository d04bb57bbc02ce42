import { iso } from '../auth/clock.ts'
import type { Message } from '../store/outbox.ts'
import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'

/** `GET /apis/{api}/outbox`: what would have been sent (SB-13, SB-55). */
export const listMessages: SandboxHandlers['listMessages'] = async ({ path, query }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const page = await pageOf(query, {
    list: ({ from, limit }) => target.store.outbox.list({ from: from?.[0], limit }),
    placeOf: ({ id }: Message) => [id] as const,
    example: [''],
  })
  if ('status' in page) return page
  const messages = page.items.map(({ sent, ...message }) => ({ ...message, sent: iso(sent) }))
  return { status: 200, body: { messages, next: page.next } }
}
