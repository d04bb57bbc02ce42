import { challenges } from '../../../generated/khe/server.ts'
import { readBasic } from '../../auth/authorization.ts'
import { day, iso } from '../../auth/clock.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Reading, SchemeReader } from '../../served/api.ts'
import { faultOf } from '../../served/fault.ts'
import type { Account } from '../../store/accounts.ts'
import type { Found, Issued, NewSecret, Secrets } from '../../store/secrets.ts'
import type { KheContext, KheSettings, Session } from './handlers.ts'
import { roleOf } from './user.ts'

/** How long an access token lives (KH-40). */
const tokenLifetime = 14 * day

/** How long a login can be refreshed (KH-57). */
const loginLifetime = 60 * day

/** How many live logins an account may have (KH-70). */
const loginsPerAccount = 100

/** What a login is for. */
interface Login {
  readonly subject: string
  readonly client: string
}

/**
 * A refresh token and the access token beside it (KH-23). Both bear one name, so that making room for a further login
 * ends both of the oldest.
 */
export function credentials(login: Login, refreshable: number, { random }: KheContext): [NewSecret, NewSecret] {
  const both = { ...login, id: random(16).toString('hex') }
  return [
    { ...both, kind: 'refresh-token', secret: randomUUID(random), lifetime: refreshable },
    { ...both, kind: 'access-token', secret: randomUUID(random), lifetime: tokenLifetime },
  ]
}

/** Begins a login, which is a family of its own; earlier ones live on (KH-41). To be called within a unit. */
export async function openSession(secrets: Secrets, account: Account, client: string, context: KheContext) {
  const both: Issued[] = []
  for (const wanted of credentials({ subject: account.id, client }, loginLifetime, context)) {
    both.push(await secrets.issue({ ...wanted, atMost: loginsPerAccount }))
  }
  return shown(account, both)
}

/** A login as its client gets it (KH-08, KH-17): the refresh token was issued first. */
export function shown(account: Account, [refresh, token]: readonly Issued[]) {
  if (!refresh || token?.secret.expires === undefined) throw new TypeError('A login is a refresh token and a token')
  return {
    role: roleOf(account),
    key: account.id,
    token: token.plain,
    refresh: refresh.plain,
    expires: iso(token.secret.expires),
  }
}

/** The one scheme of this API: the key is the user name, the token the password (KH-11). */
export const basic: SchemeReader<Session, KheSettings> = {
  challenge: challenges.basic,
  async read({ fields, store }) {
    const sent = readBasic(fields)
    if (sent === 'missing' || sent === 'malformed') return { fault: sent }
    return judge(await store.secrets.find('access-token', sent.password), sent.username)
  },
}

const otherKey = { is: 'foreign', what: 'token', of: 'key' } as const

/** Key and token are one pair (KH-75). */
function judge(found: Found | undefined, key: string): Reading<Session> {
  if (found && found.secret.subject !== key) return { fault: 'unknown', finding: otherKey, found }
  if (found?.state !== 'active' || !found.account) return faultOf(found)
  return { caller: { account: found.account, token: found.secret }, found }
}
