import { iso } from '../auth/clock.ts'
import type { Client } from '../store/clients.ts'
import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'
import { problem } from './problems.ts'

/** `GET /apis/{api}/clients` (SB-24, SB-55). */
export const listClients: SandboxHandlers['listClients'] = async ({ path, query }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const page = await pageOf(query, {
    list: (wanted) => target.store.clients.list(wanted),
    placeOf: ({ created, id }: Client) => [created, id] as const,
    example: [0, ''],
  })
  return 'status' in page ? page : { status: 200, body: { clients: page.items.map(shown), next: page.next } }
}

/** `POST /apis/{api}/clients` (SB-24, SB-25). */
export const createClient: SandboxHandlers['createClient'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const kind = target.api.sandbox.clients
  if (kind === undefined) return problem(404, `"${path.api}" knows no clients`)
  const made = await target.store.clients.create({ ...body, ...(kind === 'public' && { secret: undefined }) })
  if (!made) return problem(409, `There is a client "${body.id}" already`)
  return { status: 201, body: { ...shown(made.client), secret: made.secret } }
}

/** `DELETE /apis/{api}/clients/{id}` (SB-26). */
export const removeClient: SandboxHandlers['removeClient'] = async ({ path }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const removed = await target.store.clients.remove(path.id)
  return removed ? { status: 204 } : problem(404, `There is no client "${path.id}"`)
}

function shown({ id, name, created }: Client) {
  return { id, name, created: iso(created) }
}
