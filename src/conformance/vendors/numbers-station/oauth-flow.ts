import type { Answer } from '../../answer.ts'
import type { Consenting } from '../../hooks.ts'
import { sentCookie, setsNo } from './cookies.ts'
import type { NumbersProbe, People } from './probe.ts'

/** A login at the provider that is set up, which ends at the address that is listed. */
export function usual({ provider, redirectUri }: People) {
  return { provider, redirect_uri: redirectUri }
}

/** What a login is started with beyond the usual. */
type Query = Readonly<Record<string, string | boolean>>

interface StartedLogin {
  readonly address: URL
  readonly cookie: string
}

/** Begins a login; the provider's address, and what the browser holds from then on. */
export async function begin({ send, people }: NumbersProbe, query: Query = {}): Promise<StartedLogin> {
  const answer = await send('loginSessionOauth', 200, { query: { ...usual(people), ...query } })
  return { address: new URL(answer.body), cookie: sentCookie(answer, 'login_id') }
}

/** Goes through the provider's pages; the query of the callback. */
export async function consent(
  { hooks }: NumbersProbe,
  { address }: StartedLogin,
  person?: Consenting,
): Promise<string> {
  const callback = (await hooks.consent?.(address.href, person)) ?? ''
  return new URL(callback).search.slice(1)
}

/** A whole login, as far as the redirect back to the app. */
export async function logIn(probe: NumbersProbe, person: Consenting | undefined, query: Query = {}): Promise<Answer> {
  const started = await begin(probe, query)
  return callback(probe, 302, await consent(probe, started, person), started.cookie)
}

/** Comes back from the provider with a query, and with the cookie that the browser holds. */
export function callback({ send }: NumbersProbe, status: 302 | 400, query: string, cookie?: string) {
  return send('loginSessionOauthCallback', status, { query, ...(cookie !== undefined && { cookie }) })
}

/** The app is told that the login failed, and there is no session. */
export function isRefused({ people }: NumbersProbe, answer: Answer, error: string): void {
  const { origin, pathname, searchParams } = new URL(answer.header('location') ?? '', answer.url)
  answer.is('the address', people.redirectUri, `${origin}${pathname}`)
  answer.is('the error', error, searchParams.get('error') ?? '')
  setsNo(answer, 'session_id')
}
