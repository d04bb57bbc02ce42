import { minute, second } from '../../auth/clock.ts'
import { serialiseCookie } from '../../auth/cookies.ts'
import { hashSecret, isSameSecret } from '../../auth/secret.ts'
import type { Context } from '../../served/api.ts'
import type { LoginSecrets } from '../../served/identity-providers.ts'
import { newCookieValue, readWorldCookie } from '../world-cookies.ts'

/** A login at a provider, from the moment that it begins. */
export interface Transaction {
  /** The name of its way. */
  readonly way: string
  readonly provider: string
  readonly redirectUri: string
  readonly crossSite: boolean
  readonly tenant: string | undefined
  readonly secrets: LoginSecrets
}

/** A transaction as the ledger keeps it; stores of version 0.1 have these names, and no way. */
interface Sealed extends Pick<Transaction, 'provider' | 'redirectUri' | 'secrets'> {
  readonly way?: string
  readonly thirdParty: boolean
  readonly accountName?: string | undefined
  /** The hash of the cookie that binds the login to its browser. */
  readonly binding: string
}

/** What a login that was begun is called in the ledger. */
export const begunLogin = 'begun-login'

const lifetime = 10 * minute
/** How many logins one network address may have begun and not ended. */
const loginsPerAddress = 100

const cookieName = 'login_id'

/**
 * Enters a login into the ledger under its state, with what must be readable again sealed. Returns the value of the
 * cookie that binds it to the browser.
 */
export async function beginTransaction(
  { crossSite: thirdParty, tenant: accountName, ...login }: Transaction,
  context: Context,
): Promise<string> {
  const { store, keys, address } = context
  const { state } = login.secrets
  const binding = newCookieValue(context)
  const sealed: Sealed = { ...login, thirdParty, accountName, binding: hashSecret(binding) }
  await store.secrets.issue({
    kind: begunLogin,
    secret: state,
    subject: `address ${hashSecret(address)}`,
    lifetime,
    atMost: loginsPerAddress,
    data: { sealed: keys.seal(JSON.stringify(sealed), hashSecret(state)) },
  })
  return binding
}

/** Uses up the login of that state, if this browser began it and it is not over; undefined otherwise. */
export async function endTransaction(
  state: string,
  usualWay: string,
  context: Context,
): Promise<Transaction | undefined> {
  const { store, keys } = context
  const found = await store.secrets.find(begunLogin, state)
  if (found?.state !== 'active') return undefined
  const sealed: Sealed = JSON.parse(keys.unseal(String(found.secret.data.sealed), hashSecret(state)))
  if (!isSameSecret(hashSecret(readWorldCookie(context, cookieName)), sealed.binding)) return undefined
  const consumed = await store.secrets.consume(begunLogin, state)
  if (consumed?.state !== 'active') return undefined
  const { way = usualWay, thirdParty: crossSite, accountName: tenant, provider, redirectUri, secrets } = sealed
  return { way, provider, redirectUri, crossSite, tenant, secrets }
}

/** The `Set-Cookie` that binds a login to its browser, or takes that back. */
export function bindingCookie(value: string | undefined, crossSite: boolean, { place }: Context): string {
  const maxAge = value === undefined ? 0 : lifetime / second
  return serialiseCookie(cookieName, value ?? '', { path: place.mount || '/', crossSite, maxAge })
}
