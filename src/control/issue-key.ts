import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { problem } from './problems.ts'

/** `POST /apis/{api}/keys`: what the vendor's settings page does (SB-11, SB-62). */
export const issueKey: SandboxHandlers['issueKey'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const { random, keys, clock } = context
  const outcome = await target.api.sandbox.issueKey?.(body, { store: target.store, random, keys, clock })
  if (!outcome) return problem(404, `"${path.api}" has no settings page that issues keys`)
  return 'detail' in outcome ? problem(outcome.status, outcome.detail) : { status: 201, body: outcome }
}
