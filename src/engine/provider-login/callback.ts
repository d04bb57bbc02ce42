import type { Finding } from '../../contract/finding.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Context } from '../../served/api.ts'
import { findingOf } from '../../served/fault.ts'
import { commitSignIn } from '../../store/commit-sign-in.ts'
import type { ActionHandler } from '../actions/action.ts'
import type { Given } from '../ways/claim.ts'
import { grant, prepareGrant } from '../ways/grant.ts'
import { isUsable } from '../ways/tenants.ts'
import { setCookies } from '../ways/way-cookies.ts'
import { provided, providedAccount } from './provided-account.ts'
import { callbackUrl, type ProviderLogin, type ProviderWay, redirection } from './provider-login.ts'
import { begunLogin, bindingCookie, endTransaction, type Transaction } from './transaction.ts'

/** Ends the login and sends the browser on to the app: with a session, or with the `error` (RFC 6749, 4.1.2.1). */
export function endLogin(login: ProviderLogin): ActionHandler {
  const { operation, ways } = login
  return async (_request, context) => {
    const returned = new URLSearchParams(context.place.search)
    const state = returned.get('state') ?? ''
    const transaction = await endTransaction(state, ways[0].name, context)
    if (!transaction) return refuse('invalid-login', { finding: await whyOver(state, context) })
    const way = ways.find(({ name }) => name === transaction.way) ?? ways[0]
    const { redirectUri, crossSite, tenant } = transaction
    const given = { 'cross-site': String(crossSite), ...(tenant !== undefined && { tenant }) }
    const session = returned.has('code')
      ? await openSession(login, { way, given }, transaction, context)
      : 'access_denied'
    const cleared = bindingCookie(undefined, crossSite, context)
    if (typeof session === 'string') return redirection(operation, withError(redirectUri, session), cleared)
    return redirection(operation, redirectUri, [...setCookies(session, given, context), cleared])
  }
}

/** A login that stands in the ledger alive was begun in another browser. */
async function whyOver(state: string, { store }: Context): Promise<Finding> {
  const found = await store.secrets.find(begunLogin, state)
  return found?.state === 'active'
    ? { is: 'misshapen', expected: 'a login that this browser began: its cookie is missing or another' }
    : findingOf('login', found)
}

/** What the login was begun with. */
interface Begun {
  readonly way: ProviderWay
  readonly given: Given
}

/** What the user's session consists of, or the `error` that the app is told. */
async function openSession(
  { engine }: ProviderLogin,
  { way, given }: Begun,
  { provider, secrets, tenant }: Transaction,
  context: Context,
) {
  const address = new URL(`${callbackUrl(engine, way, context)}${context.place.search}`)
  const identity = await context.providers.finish(provider, address, secrets)
  if (identity === 'unreachable') return 'temporarily_unavailable'
  if (identity === 'refused') return 'access_denied'
  const account = await providedAccount(identity, context.store)
  if (!account) return 'access_denied'
  const claim = { ways: [way], given }
  const prepared = await prepareGrant(claim, {}, account, context)
  const isStill = isUsable(engine.accounts, account, tenant)
  const session = await commitSignIn(context.store, provided(identity), isStill, (unit) =>
    grant(claim, prepared, account, unit.secrets, context),
  )
  return session && 'issued' in session ? session.issued : 'access_denied'
}

function withError(redirectUri: string, error: string): string {
  const url = new URL(redirectUri)
  url.searchParams.set('error', error)
  return url.href
}
