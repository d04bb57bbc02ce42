import { iso } from '../../auth/clock.ts'
import type { Secret } from '../../store/secrets.ts'
import type { Api } from '../api.ts'
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
  const nameOf = (secret: Secret) => subjectOf(secret, target.api, addresses)
  return { status: 200, body: { secrets: living.map(({ secret, end }) => shown(secret, end, nameOf(secret))) } }
}

/** The account that a secret acts for, by its address. */
function subjectOf(secret: Secret, { sandbox }: Api, addresses: ReadonlyMap<string, string>): string | null {
  const subject = sandbox.actsFor ? sandbox.actsFor(secret) : (secret.subject ?? null)
  return subject === null ? null : (addresses.get(subject) ?? subject)
}

function shown({ kind, id, client, issued }: Secret, end: number, subject: string | null) {
  return {
    kind,
    id,
    subject,
    client: client ?? null,
    issued: iso(issued),
    expires: Number.isFinite(end) ? iso(end) : null,
  }
}
