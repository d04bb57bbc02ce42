import type { Context } from '../../served/api.ts'
import { findingOf } from '../../served/fault.ts'
import type { Found } from '../../store/secrets.ts'
import { authenticateClient } from './client-authentication.ts'
import type { Endpoint } from './endpoint.ts'
import { readParameters, required } from './parameters.ts'
import type { Policy } from './policy.ts'
import { notCached, oauthError } from './refused.ts'
import { kinds } from './tokens.ts'

export const tokenQuestion = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const

/**
 * The revocation endpoint (RFC 7009): a refresh token ends with all that descends from its login, an access token alone.
 * A token that is unknown or has ended is no error.
 */
export function revocationEndpoint(policy: Policy): Endpoint {
  return async ({ body }, context) => {
    const parameters = readParameters(body, tokenQuestion)
    const client = await authenticateClient(parameters, context)
    const found = await findToken(required(parameters, 'token'), policy, context)
    if (found && found.secret.client !== client.id)
      throw oauthError('invalid_grant', 'The token was issued to another client', {
        is: 'foreign',
        what: 'token',
        of: 'client',
      })
    if (found?.state === 'active') await end(found, context)
    return { status: 200, headers: notCached, ...(!found && { finding: findingOf('token', found) }) }
  }
}

async function end({ secret }: Found, { store: { secrets } }: Context): Promise<void> {
  if (secret.kind === kinds.refresh) await secrets.revokeAll({ family: secret.family })
  else await secrets.end(secret)
}

/** An access token or a refresh token of this server, whatever the hint says (RFC 7009, 2.1). */
export async function findToken(
  token: string,
  { schemes }: Policy,
  { store: { secrets } }: Pick<Context, 'store'>,
): Promise<Found | undefined> {
  const found = (await secrets.find(kinds.access, token)) ?? (await secrets.find(kinds.refresh, token))
  const { schemes: own } = found?.secret.data ?? {}
  return Array.isArray(own) && own.some((scheme) => schemes.includes(scheme)) ? found : undefined
}
