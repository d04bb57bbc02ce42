import type { Context } from '../../served/api.ts'
import type { Found } from '../../store/secrets.ts'
import { authenticateConfidentialClient } from './client-authentication.ts'
import type { Endpoint } from './endpoint.ts'
import { issuerOf } from './endpoints.ts'
import { seconds } from './id-token.ts'
import { readParameters, required } from './parameters.ts'
import type { Policy } from './policy.ts'
import { notCached } from './refused.ts'
import { findToken, tokenQuestion } from './revoke.ts'
import { grantedScopes } from './scopes.ts'
import { kinds } from './tokens.ts'

/** The introspection endpoint (RFC 7662), for every client that keeps a secret. */
export function introspectionEndpoint(policy: Policy): Endpoint {
  return async ({ body }, context) => {
    const parameters = readParameters(body, tokenQuestion)
    await authenticateConfidentialClient(parameters, context)
    const found = await findToken(required(parameters, 'token'), policy, context)
    const isActive = found?.state === 'active'
    return { status: 200, headers: notCached, body: isActive ? described(found, context) : { active: false } }
  }
}

function described({ secret, account }: Found, { place }: Pick<Context, 'place'>) {
  const scopes = grantedScopes(secret)
  return {
    active: true,
    iss: issuerOf(place),
    iat: seconds(secret.issued),
    ...(secret.expires !== undefined && { exp: seconds(secret.expires) }),
    ...(secret.client !== undefined && { client_id: secret.client }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(secret.kind === kinds.access && { token_type: 'Bearer' }),
    ...(account && { sub: account.id, username: account.email }),
  }
}
