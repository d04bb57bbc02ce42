import { iso } from '../auth/clock.ts'
import type { World } from '../store/world.ts'
import type { SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'
import { problem } from './problems.ts'

/** `GET /worlds` (SB-03, SB-55). */
export const listWorlds: SandboxHandlers['listWorlds'] = async ({ query }, { control }) => {
  const page = await pageOf(query, {
    list: ({ from, limit }) => control.store.list({ from: from?.[0], limit }),
    placeOf: ({ name }: World) => [name] as const,
    example: [''],
  })
  return 'status' in page ? page : { status: 200, body: { worlds: page.items.map(shown), next: page.next } }
}

/** `DELETE /worlds/{world}` (SB-04, SB-44). */
export const removeWorld: SandboxHandlers['removeWorld'] = async ({ path }, { control }) => {
  const removed = await control.store.remove(path.world)
  control.traffic.clear(path.world)
  return removed ? { status: 204 } : problem(404, `There is no world "${path.world}"`)
}

/** `POST /reset` (SB-05, SB-44). */
export const resetWorld: SandboxHandlers['resetWorld'] = async (_request, { control }) => {
  await control.store.reset(control.world.name)
  control.traffic.clear(control.world.name)
  return { status: 204 }
}

function shown({ name, created, used, clock }: World) {
  return { name, created: iso(created), used: iso(used), now: iso(clock()) }
}
