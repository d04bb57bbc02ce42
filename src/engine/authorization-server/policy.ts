/** The flows of OAuth 2 that a contract may declare; only which of them there are matters here. */
interface OAuthFlows {
  readonly authorizationCode?: unknown
  readonly clientCredentials?: unknown
  readonly password?: unknown
  readonly deviceAuthorization?: unknown
  readonly implicit?: unknown
}

/** What a contract asks of its authorization server. */
export interface AuthorizationServerOptions {
  /** Merged from all OAuth 2 and OpenID Connect schemes that it serves. */
  readonly flows: OAuthFlows
  /** The names of those schemes. */
  readonly schemes: readonly string[]
  /** All scopes that the contract declares or asks for. */
  readonly scopes: readonly string[]
}

/** The grants by their names in a token request. */
export type Grant = 'authorization_code' | 'client_credentials' | 'password' | typeof deviceGrant | 'refresh_token'

/** RFC 8628, 3.4. */
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What one authorization server grants. */
export interface Policy {
  readonly grants: ReadonlySet<Grant>
  /** The security schemes that its access tokens are good for. */
  readonly schemes: readonly string[]
  /** The scopes of the contract, which a request without scopes gets. */
  readonly scopes: readonly string[]
  /** The scopes that a user can grant: those of OpenID Connect, too. */
  readonly userScopes: readonly string[]
}

/** The implicit flow must not be used any more; the code flow takes its place (RFC 9700, 2.1.2). */
const grantOfFlow = {
  authorizationCode: 'authorization_code',
  implicit: 'authorization_code',
  clientCredentials: 'client_credentials',
  password: 'password',
  deviceAuthorization: deviceGrant,
} as const satisfies Record<keyof OAuthFlows, Grant>

/** OpenID Connect Core 1.0, 3.1.2.1, 5.4 and 11. */
const openIdScopes = ['openid', 'profile', 'email', 'offline_access']

export function policyOf({ flows, schemes, scopes }: AuthorizationServerOptions): Policy {
  const own = [...new Set(scopes)]
  return { grants: new Set(grantsOf(flows)), schemes, scopes: own, userScopes: [...new Set([...own, ...openIdScopes])] }
}

/** A contract without flows, such as one with OpenID Connect alone, gets the code flow. */
function grantsOf(flows: OAuthFlows): Grant[] {
  const names = Object.keys(grantOfFlow) as (keyof typeof grantOfFlow)[]
  const declared = names.filter((name) => flows[name] !== undefined).map((name): Grant => grantOfFlow[name])
  const grants: Grant[] = declared.length > 0 ? declared : ['authorization_code']
  return grants.every((grant) => grant === 'client_credentials') ? grants : [...grants, 'refresh_token']
}

/** Whether there are users, and so refresh tokens, ID tokens and user information. */
export function hasUsers({ grants }: Policy): boolean {
  return grants.has('refresh_token')
}
