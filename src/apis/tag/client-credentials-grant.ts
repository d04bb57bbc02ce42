import type { Client } from '../../store/clients.ts'
import type { Traded } from './grant.ts'
import type { TagContext } from './handlers.ts'
import { issueAccessToken } from './tokens.ts'

/** A client for itself: an access token and no refresh token (RFC 6749, 4.4; TG-05). */
export async function clientCredentials({ id }: Client, context: TagContext): Traded {
  return issueAccessToken({ client: id }, context)
}
