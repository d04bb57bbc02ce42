import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { problem } from './problems.ts'

/** `POST /apis/{api}/keys`: what the vendor's settings page does (SB-11). */
export const issueKey: SandboxHandlers['issueKey'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const key = await target.api.sandbox.issueKey?.(body.owner, { store: target.store })
  return key ? { status: 201, body: key } : problem(404, `"${path.api}" has no settings page that issues keys`)
}
