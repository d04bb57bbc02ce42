import type { Finding } from '../../contract/finding.ts'
import { findingOf } from '../../served/fault.ts'
import type { ProvidedIdentity } from '../../served/identity-providers.ts'
import type { Account, Identity } from '../../store/accounts.ts'
import { commitSignIn } from '../../store/commit-sign-in.ts'
import type { Issued } from '../../store/secrets.ts'
import type { NumbersContext, NumbersHandlers } from './handlers.ts'
import {
  begunLogin,
  callbackUrl,
  clearedLoginCookieHeader,
  endLogin,
  type LoginTransaction,
} from './login-transaction.ts'
import { isUsable } from './membership.ts'
import { replaceSession, sessionCookieHeader } from './session.ts'

const over = { detail: 'This login was not begun here, or is over; begin again' } as const

/** `GET /api/v1/login/session/oauth/callback`: ends the login and sends the browser on to the app (NS-54). */
export const loginSessionOauthCallback: NumbersHandlers['loginSessionOauthCallback'] = async ({ query }, context) => {
  const login = await endLogin(query.state, context)
  if (!login) return { status: 400, body: over, finding: await whyOver(query.state, context) }
  const session = query.code === undefined ? 'access_denied' : await authenticate(login, context)
  const cleared = clearedLoginCookieHeader(login.thirdParty, context)
  if (typeof session === 'string') {
    return { status: 302, headers: { Location: withError(login.redirectUri, session), 'Set-Cookie': cleared } }
  }
  const cookies = [sessionCookieHeader(session.plain, login.thirdParty, context), cleared]
  return { status: 302, headers: { Location: login.redirectUri, 'Set-Cookie': cookies } }
}

/** A login that stands in the ledger alive was begun in another browser. */
async function whyOver(state: string, { store }: NumbersContext): Promise<Finding> {
  const found = await store.secrets.find(begunLogin, state)
  return found?.state === 'active'
    ? { is: 'misshapen', expected: 'a login that this browser began: its cookie is missing or another' }
    : findingOf('login', found)
}

/** The user's session, or the `error` the app is told (RFC 6749, 4.1.2.1; NS-33). */
async function authenticate(login: LoginTransaction, context: NumbersContext): Promise<Issued | string> {
  const address = new URL(`${callbackUrl(context)}${context.place.search}`)
  const identity = await context.providers.finish(login.provider, address, login.secrets)
  if (identity === 'unreachable') return 'temporarily_unavailable'
  if (identity === 'refused') return 'access_denied'
  const account = await accountOf(identity, context)
  if (!account) return 'access_denied'
  const isStill = isUsable(account, login.accountName)
  return (await commitSignIn(context.store, provided(identity), isStill, replaceSession(context))) ?? 'access_denied'
}

function provided({ issuer, subject }: ProvidedIdentity): Identity {
  return { kind: 'oidc', value: `${issuer} ${subject}` }
}

/** A provider's user is known by issuer and subject; the first login with a verified address links it (NS-56). */
async function accountOf(identity: ProvidedIdentity, { store }: NumbersContext): Promise<Account | undefined> {
  const { issuer, email, emailVerified } = identity
  const known = await store.accounts.identify(provided(identity))
  if (known) return known.account
  if (email === undefined || !emailVerified) return undefined
  const candidate = await store.accounts.identify({ kind: 'login', value: email })
  if (!candidate) return undefined
  const linked = await store.accounts.identities(candidate.account.id, 'oidc')
  if (linked.some((value) => value.startsWith(`${issuer} `))) return undefined
  const added = await store.accounts.addIdentity(candidate.account.id, provided(identity))
  return added ? candidate.account : undefined
}

function withError(redirectUri: string, error: string): string {
  const url = new URL(redirectUri)
  url.searchParams.set('error', error)
  return url.href
}
