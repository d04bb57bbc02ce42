import { minute, second } from '../../auth/clock.ts'
import { serialiseCookie } from '../../auth/cookies.ts'
import { hashSecret, isSameSecret } from '../../auth/secret.ts'
import type { LoginSecrets } from '../../served/identity-providers.ts'
import type { NumbersContext } from './handlers.ts'
import { newCookieValue, readWorldCookie } from './world-cookies.ts'

/** What a login at a provider was begun with. */
interface WantedLogin {
  readonly provider: string
  readonly redirectUri: string
  readonly thirdParty: boolean
  readonly accountName: string | undefined
}

export interface LoginTransaction extends WantedLogin {
  readonly secrets: LoginSecrets
}

interface Sealed extends LoginTransaction {
  /** The hash of the cookie that binds the login to its browser. */
  readonly binding: string
}

/** What a login that was begun is called in the ledger. */
export const begunLogin = 'begun-login'

/** NS-54. */
const lifetime = 10 * minute
/** How many logins one network address may have begun and not ended. */
const loginsPerAddress = 100

const cookieName = 'login_id'
const callbackPath = '/api/v1/login/session/oauth/callback'

/** Where the provider sends the browser back to; the same host and world the login was begun at. */
export function callbackUrl({ place }: NumbersContext): string {
  return `${place.origin}${place.mount}${callbackPath}`
}

/**
 * Enters a login into the ledger under its state, with what must be readable again sealed. Returns the value of the
 * cookie that binds it to the browser (NS-54).
 */
export async function beginLogin(wanted: WantedLogin, secrets: LoginSecrets, context: NumbersContext): Promise<string> {
  const { store, keys, address } = context
  const binding = newCookieValue(context)
  const sealed: Sealed = { ...wanted, secrets, binding: hashSecret(binding) }
  await store.secrets.issue({
    kind: begunLogin,
    secret: secrets.state,
    subject: `address ${hashSecret(address)}`,
    lifetime,
    atMost: loginsPerAddress,
    data: { sealed: keys.seal(JSON.stringify(sealed), hashSecret(secrets.state)) },
  })
  return binding
}

/** Uses up the login of that state, if this browser began it and it is not over; undefined otherwise (NS-55). */
export async function endLogin(state: string, context: NumbersContext): Promise<LoginTransaction | undefined> {
  const { store, keys } = context
  const found = await store.secrets.find(begunLogin, state)
  if (found?.state !== 'active') return undefined
  const sealed: Sealed = JSON.parse(keys.unseal(String(found.secret.data.sealed), hashSecret(state)))
  if (!isSameSecret(hashSecret(readWorldCookie(context, cookieName)), sealed.binding)) return undefined
  const consumed = await store.secrets.consume(begunLogin, state)
  return consumed?.state === 'active' ? sealed : undefined
}

export function loginCookieHeader(value: string, crossSite: boolean, { place }: NumbersContext): string {
  return serialiseCookie(cookieName, value, { path: place.mount || '/', crossSite, maxAge: lifetime / second })
}

export function clearedLoginCookieHeader(crossSite: boolean, { place }: NumbersContext): string {
  return serialiseCookie(cookieName, '', { path: place.mount || '/', crossSite, maxAge: 0 })
}
