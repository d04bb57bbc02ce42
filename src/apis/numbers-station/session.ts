import { challenges } from '../../../generated/numbers-station/server.ts'
import { readBearer, readHeaderKey } from '../../auth/authorization.ts'
import { hour, minute, second } from '../../auth/clock.ts'
import { serialiseCookie } from '../../auth/cookies.ts'
import type { Reading, SchemeReader } from '../../served/api.ts'
import { faultOf } from '../../served/fault.ts'
import type { Issuance } from '../../store/commit-sign-in.ts'
import type { Found, Issued } from '../../store/secrets.ts'
import type { NumbersContext, NumbersSettings, Session } from './handlers.ts'
import { isForeignCookie, newCookieValue, readWorldCookie } from './world-cookies.ts'

/** Two media of a session; a credential of one is unknown in the other (NS-47). */
type Medium = 'cookie-session' | 'bearer-session'

/** NS-46. */
const lifetime = 12 * hour
const idle = 30 * minute
/** NS-64. */
const sessionsPerUser = 100

const cookieName = 'session_id'

/** Opens a session in a medium and issues its credential, when its user enters; a given one, or a new one. */
export function openSession(medium: Medium, secret?: string): Issuance<Issued> {
  const session = { kind: medium, lifetime, idle, atMost: sessionsPerUser, ...(secret !== undefined && { secret }) }
  return ({ secrets }, { id }) => secrets.issue({ ...session, subject: id })
}

/** The `Set-Cookie` of a session (NS-45); `crossSite` is what `third_party` asks for (NS-04). */
export function sessionCookieHeader(value: string, crossSite: boolean, { place }: NumbersContext): string {
  return serialiseCookie(cookieName, value, { path: place.mount || '/', crossSite, maxAge: lifetime / second })
}

/** Takes the session cookie back. */
export function clearedCookieHeader(crossSite: boolean, { place }: NumbersContext): string {
  return serialiseCookie(cookieName, '', { path: place.mount || '/', crossSite, maxAge: 0 })
}

/** Opens a cookie session in the place of the one that the browser already had (NS-65). */
export function replaceSession(context: NumbersContext): Issuance<Issued> {
  return async (unit, account) => {
    const former = await unit.secrets.find('cookie-session', readWorldCookie(context, cookieName))
    if (former?.state === 'active') await unit.secrets.end(former.secret)
    return openSession('cookie-session', newCookieValue(context))(unit, account)
  }
}

/** An Authorization header, if there is one, decides alone (NS-48): it is read first, and only its absence is `missing`. */
export const bearer: SchemeReader<Session, NumbersSettings> = {
  challenge: challenges.bearer,
  async read({ fields, store }) {
    const token = readBearer(fields)
    if (token === 'missing' || token === 'malformed') return { fault: token }
    return judge(await store.secrets.find('bearer-session', token), store)
  },
}

const ofAnotherWorld = { is: 'foreign', what: 'session cookie', of: 'world' } as const

/** A cookie that is dead is taken back along with the refusal. */
export const sessionCookie: SchemeReader<Session, NumbersSettings> = {
  challenge: challenges.sessionCookie,
  async read(context) {
    const value = readWorldCookie(context, cookieName)
    if (value === 'missing') return { fault: value }
    const headers = { 'Set-Cookie': clearedCookieHeader(false, context) }
    if (value === 'malformed') return { fault: value, headers }
    const found = await context.store.secrets.find('cookie-session', value)
    if (!found && isForeignCookie(context, value)) return { fault: 'missing', finding: ofAnotherWorld }
    const reading = await judge(found, context.store)
    return 'caller' in reading ? reading : { ...reading, headers }
  },
}

async function judge(found: Found | undefined, { secrets }: NumbersContext['store']): Promise<Reading<Session>> {
  if (found?.state !== 'active' || !found.account) return faultOf(found)
  await secrets.touch(found.secret)
  return { caller: { account: found.account, secret: found.secret }, found }
}

/** The key of an account, in `X-API-Key` (NS-14). */
export const apiKey: SchemeReader<string, NumbersSettings> = {
  challenge: challenges.apiKey,
  async read({ fields, store }) {
    const key = readHeaderKey(fields, 'x-api-key')
    if (key === 'missing' || key === 'malformed') return { fault: key }
    const found = await store.secrets.find('api-key', key)
    return found?.state === 'active' && found.secret.subject !== undefined
      ? { caller: found.secret.subject, found }
      : faultOf(found)
  },
}
