import { iso } from '../../auth/clock.ts'
import type { Secret } from '../../store/secrets.ts'
import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'

/** As many as are told of. */
const most = 200

/** `GET /apis/{api}/secrets`: what works now, and until when; never the secret (SB-50). */
export const listSecrets: SandboxHandlers['listSecrets'] = async ({ path }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const { secrets, accounts } = target.store
  const addresses = new Map((await accounts.list()).map(({ id, email }) => [id, email]))
  const living = await secrets.newest(most)
  return { status: 200, body: { secrets: living.map(({ secret, end }) => shown(secret, end, addresses)) } }
}

function shown({ kind, id, subject, client, issued }: Secret, end: number, addresses: ReadonlyMap<string, string>) {
  return {
    kind,
    id,
    subject: (subject && addresses.get(subject)) ?? subject ?? null,
    client: client ?? null,
    issued: iso(issued),
    expires: Number.isFinite(end) ? iso(end) : null,
  }
}
