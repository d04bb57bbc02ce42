import type { Context } from '../../served/api.ts'
import type { Issued } from '../../store/secrets.ts'
import type { AuthenticatedClient } from './client-authentication.ts'
import type { Login } from './id-token.ts'
import type { Parameters } from './parameters.ts'
import type { Policy } from './policy.ts'
import { oauthError } from './refused.ts'
import { scopesWithin } from './scopes.ts'

/** A token request of a client that proved who it is. */
export interface TokenRequest {
  readonly parameters: Parameters
  readonly client: AuthenticatedClient
  readonly context: Context
  readonly policy: Policy
}

/** What a grant issues; the login, if an ID token may go with it. */
export interface Granted {
  readonly issued: readonly Issued[]
  readonly login?: Login
}

/** One grant: issues tokens, or throws Refused and has changed nothing. */
export type GrantHandler = (request: TokenRequest) => Promise<Granted>

/** The scopes that are asked for of those that can be granted; refuses any other. */
export function wantedScopes(
  { scope }: Parameters,
  grantable: readonly string[],
  byDefault?: readonly string[],
): readonly string[] {
  const scopes = scopesWithin(scope, grantable, byDefault)
  if (!scopes) throw invalidScope()
  return scopes
}

export function invalidScope() {
  return oauthError('invalid_scope', 'A scope is unknown, malformed, or more than can be granted')
}
