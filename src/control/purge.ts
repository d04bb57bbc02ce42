import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { problem } from './problems.ts'

/** `POST /apis/{api}/purge` (SB-27). */
export const purge: SandboxHandlers['purge'] = async ({ path }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const removed = await target.api.sandbox.purge?.({ store: target.store, clock: context.clock })
  return removed === undefined
    ? problem(404, `"${path.api}" removes nothing on a regular basis`)
    : { status: 200, body: { removed } }
}
