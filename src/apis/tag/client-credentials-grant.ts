import type { Grant } from './grant.ts'
import { issueAccessToken } from './tokens.ts'

/** A client for itself: an access token and no refresh token (RFC 6749, 4.4; TG-05). */
export const clientCredentials: Grant = async (_parameters, { id }, context) =>
  issueAccessToken({ client: id }, context)
