import * as openid from 'openid-client'
import { BoundedMap } from '../auth/bounded-map.ts'

/** An identity provider that is set up: where it is, and what we are to it. */
export interface ProviderSetup {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** How it is reached; the global `fetch` by default. */
  readonly fetch?: openid.CustomFetch
}

/** The secrets of one login, made by the caller and checked when the browser comes back. */
export interface LoginSecrets {
  readonly state: string
  readonly nonce: string
  /** PKCE (RFC 7636, 4.1). */
  readonly verifier: string
}

/** Someone as a provider knows them. */
export interface ProvidedIdentity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly name: string | undefined
}

/** Logins at OpenID providers by authorization code and PKCE. */
export interface IdentityProviders {
  /** The provider's address to send a browser to. */
  begin(provider: string, callback: string, secrets: LoginSecrets): Promise<URL | 'not-set-up' | 'unreachable'>
  /** Trades the code in the address the browser came back with for an identity. */
  finish(provider: string, address: URL, secrets: LoginSecrets): Promise<ProvidedIdentity | 'refused' | 'unreachable'>
}

/** How many issuers are remembered; the one found first makes room. */
const mostIssuers = 100

/**
 * Providers by name, for logins that come back to a callback; each has so many seconds to answer. A provider's metadata is
 * fetched on first use and kept; a failed attempt is not.
 */
export function createIdentityProviders(
  setups: (callback: string) => Readonly<Record<string, ProviderSetup>>,
  timeout = 10,
): IdentityProviders {
  const discovered = new BoundedMap<string, Promise<openid.Configuration>>(mostIssuers)
  const configuration = (setup: ProviderSetup) => {
    const known = discovered.get(setup.issuer)
    if (known) return known
    const discovering = discover(setup, timeout)
    discovered.set(setup.issuer, discovering)
    discovering.catch(() => discovered.delete(setup.issuer))
    return discovering
  }
  return {
    async begin(provider, callback, secrets) {
      const setup = setups(callback)[provider]
      if (!setup) return 'not-set-up'
      const config = await configuration(setup).catch(() => undefined)
      return config ? authorizationUrl(config, callback, secrets) : 'unreachable'
    },
    async finish(provider, address, { state, nonce, verifier }) {
      const setup = setups(address.href)[provider]
      if (!setup) return 'refused'
      try {
        const config = await configuration(setup)
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
        const tokens = await openid.authorizationCodeGrant(config, address, checks)
        return identityOf(tokens.claims())
      } catch (error) {
        return isRefusal(error) ? 'refused' : 'unreachable'
      }
    },
  }
}

async function discover(
  { issuer, clientId, clientSecret, fetch }: ProviderSetup,
  timeout: number,
): Promise<openid.Configuration> {
  const insecure = new URL(issuer).protocol === 'http:' ? [openid.allowInsecureRequests] : []
  // The library leaves the signature of an ID token to TLS unless told (OpenID Connect Core 1.0, 3.1.3.7).
  const execute = [openid.enableNonRepudiationChecks, ...insecure]
  return openid.discovery(new URL(issuer), clientId, clientSecret, openid.ClientSecretPost(clientSecret), {
    execute,
    timeout,
    ...(fetch && { [openid.customFetch]: fetch }),
  })
}

async function authorizationUrl(config: openid.Configuration, callback: string, secrets: LoginSecrets): Promise<URL> {
  return openid.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email profile',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
  })
}

function identityOf(claims: openid.IDToken | undefined): ProvidedIdentity | 'refused' {
  if (!claims) return 'refused'
  const { iss, sub, email, email_verified: verified, name } = claims
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === 'string' ? email : undefined,
    emailVerified: verified === true,
    name: typeof name === 'string' ? name : undefined,
  }
}

/** What the provider or the checks of its answer refused, as against an answer that never came. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof openid.AuthorizationResponseError ||
    (error instanceof openid.ResponseBodyError && error.status < 500) ||
    (error instanceof openid.ClientError && !(error.cause instanceof TypeError))
  )
}
