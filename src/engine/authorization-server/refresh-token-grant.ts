import { rotationFinding } from '../../served/fault.ts'
import type { Found } from '../../store/secrets.ts'
import { type GrantHandler, invalidScope } from './grant.ts'
import { required } from './parameters.ts'
import { oauthError } from './refused.ts'
import { grantedScopes, scopesWithin } from './scopes.ts'
import { kinds, successors } from './tokens.ts'

/** A refresh token of this very client for a new pair, with less scope if it is asked for (RFC 6749, 6; RFC 9700, 4.14). */
export const refreshTokenGrant: GrantHandler = async ({ parameters, client, context, policy }) => {
  const { families, failures } = context.store
  const presented = required(parameters, 'refresh_token')
  const isOwn = ({ secret }: Found) => secret.client === client.id
  const scopesOf = ({ secret }: Pick<Found, 'secret'>) => scopesWithin(parameters.scope, grantedScopes(secret))
  const rotation = await families.rotate(kinds.refresh, presented, {
    accepts: (found) => isOwn(found) && scopesOf(found) !== undefined,
    successors: (secret) => successors(secret, scopesOf({ secret }) ?? [], policy, context),
  })
  if (rotation.result === 'rotated') return { issued: rotation.issued }
  const { found } = rotation
  if (rotation.result === 'refused' && found?.state === 'active' && isOwn(found)) throw invalidScope()
  if (found === undefined) await failures.guessed(context.address)
  if (rotation.result === 'replayed' && rotation.revoked)
    context.alarm('a refresh token was replayed; its family is revoked')
  throw oauthError(
    'invalid_grant',
    'The refresh token is invalid',
    rotationFinding('refresh token', rotation, 'client'),
  )
}
