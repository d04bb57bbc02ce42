import { authorizationCodeGrant } from './authorization-code-grant.ts'
import { authenticateClient } from './client-authentication.ts'
import { clientCredentialsGrant } from './client-credentials-grant.ts'
import { deviceCodeGrant } from './device-code-grant.ts'
import type { Endpoint } from './endpoint.ts'
import type { GrantHandler } from './grant.ts'
import { readParameters, required } from './parameters.ts'
import { passwordGrant } from './password-grant.ts'
import { deviceGrant, type Grant, type Policy } from './policy.ts'
import { refreshTokenGrant } from './refresh-token-grant.ts'
import { oauthError } from './refused.ts'
import { tokenReply } from './tokens.ts'

const grantHandlers: Readonly<Record<Grant, GrantHandler>> = {
  authorization_code: authorizationCodeGrant,
  client_credentials: clientCredentialsGrant,
  password: passwordGrant,
  [deviceGrant]: deviceCodeGrant,
  refresh_token: refreshTokenGrant,
}

/** The parameters of every grant. */
export const tokenParameters = [
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'code',
  'redirect_uri',
  'code_verifier',
  'username',
  'password',
  'refresh_token',
  'device_code',
] as const

/** The token endpoint (RFC 6749, 3.2): whose request it is, and then the grant. */
export function tokenEndpoint(policy: Policy): Endpoint {
  return async ({ body }, context) => {
    const parameters = readParameters(body, tokenParameters)
    const type = required(parameters, 'grant_type')
    const client = await authenticateClient(parameters, context)
    const grant = [...policy.grants].find((each) => each === type)
    if (!grant) throw oauthError('unsupported_grant_type', `The grant type must be ${[...policy.grants].join(' or ')}`)
    const { issued, login } = await grantHandlers[grant]({ parameters, client, context, policy })
    const { clients, secrets } = context.store
    if (await clients.find(client.id)) return tokenReply(issued, context, login)
    // A client that was removed while its request was under way gets nothing that works.
    await secrets.revokeAll({ client: client.id })
    throw oauthError('invalid_client', 'The client was removed')
  }
}
