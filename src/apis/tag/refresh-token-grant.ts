import { rotationFinding } from '../../served/fault.ts'
import type { Client } from '../../store/clients.ts'
import type { RequestOf, Traded } from './grant.ts'
import type { TagContext } from './handlers.ts'
import { refused } from './refusals.ts'
import { successors } from './tokens.ts'

/** A refresh token of this very client for a new pair (RFC 6749, 6; TG-09, TG-65, TG-66). */
export async function refreshToken(
  { refresh_token: presented }: RequestOf<'refresh_token'>,
  { id }: Client,
  context: TagContext,
): Traded {
  const { families, failures } = context.store
  const rotation = await families.rotate('refresh-token', presented, {
    accepts: ({ secret }) => secret.client === id,
    successors: (secret) => successors(secret, context),
  })
  if (rotation.result === 'rotated') return rotation.issued
  if (rotation.found === undefined) await failures.guessed(context.address)
  if (rotation.result === 'replayed' && rotation.revoked)
    context.alarm('a refresh token was replayed; its family is revoked')
  const finding = rotationFinding('refresh token', rotation, 'client')
  return { ...refused('invalid_grant', 'Invalid refresh token'), finding }
}
