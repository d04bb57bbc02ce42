import type { Client } from '../../store/clients.ts'
import type { Issued } from '../../store/secrets.ts'
import type { TagContext, TokenOutcome } from './handlers.ts'

/** What came with a token request; an empty value counts as none (RFC 6749, 3.2). */
export interface TokenParameters {
  readonly grant_type?: string | undefined
  readonly client_id?: string | undefined
  readonly client_secret?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly refresh_token?: string | undefined
  readonly scope?: string | undefined
}

/** Trades something for tokens, for a client that has proved who it is. */
export type Grant = (
  parameters: TokenParameters,
  client: Client,
  context: TagContext,
) => Promise<readonly Issued[] | TokenOutcome>
