import { type GrantHandler, wantedScopes } from './grant.ts'
import { oauthError } from './refused.ts'
import { issueAccessToken } from './tokens.ts'

/** A client for itself, which has to keep a secret (RFC 6749, 4.4). */
export const clientCredentialsGrant: GrantHandler = async ({ parameters, client, context, policy }) => {
  if (client.isPublic) throw oauthError('unauthorized_client', 'A client without a secret cannot use this grant')
  const scopes = wantedScopes(parameters, policy.scopes)
  return { issued: await issueAccessToken(context.store.secrets, { client: client.id, scopes }, policy) }
}
