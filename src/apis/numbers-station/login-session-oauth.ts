import { newSecret } from '../../auth/secret.ts'
import type { NumbersHandlers } from './handlers.ts'
import { beginLogin, callbackUrl, loginCookieHeader } from './login-transaction.ts'

/** `GET /api/v1/login/session/oauth`: sends the browser to the provider, or says where to go (NS-07, NS-10). */
export const loginSessionOauth: NumbersHandlers['loginSessionOauth'] = async ({ query }, context) => {
  const { settings, providers, random } = context
  // An empty address counts as missing (NS-77).
  const redirectUri = query.redirect_uri || settings.defaultRedirectUri
  if (redirectUri !== settings.defaultRedirectUri && !settings.redirectUris.includes(redirectUri)) {
    const finding = { is: 'not-listed', what: 'redirect_uri', value: redirectUri, list: settings.redirectUris } as const
    return { status: 400, body: { detail: 'This redirect_uri is not allowed' }, finding }
  }
  const secrets = { state: newSecret(random), nonce: newSecret(random), verifier: newSecret(random) }
  const url = await providers.begin(query.provider, callbackUrl(context), secrets)
  if (url === 'not-set-up') return { status: 400, body: { detail: 'This provider is not set up' } }
  if (url === 'unreachable') {
    return { status: 502, body: { detail: 'The identity provider cannot be reached; try again later' } }
  }
  const thirdParty = query.third_party ?? false
  const wanted = { provider: query.provider, redirectUri, thirdParty, accountName: query.account_name }
  const headers = { 'Set-Cookie': loginCookieHeader(await beginLogin(wanted, secrets, context), thirdParty, context) }
  if (query.redirect_header === true) return { status: 302, headers: { ...headers, Location: url.href } }
  return { status: 200, headers, body: url.href }
}
