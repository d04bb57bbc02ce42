import type { Handlers, Reply } from '../../../generated/tag/operations.ts'
import type { RefusalWithin } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Limits } from '../../store/api-store.ts'
import type { Client } from '../../store/clients.ts'

export interface TagSettings extends Limits, Readonly<Record<string, unknown>> {
  /** For how many one-time passwords one network address may ask within an hour (TG-61). */
  readonly messagesPerAddress: number
  /** Whether one-time passwords can be requested and used (TG-12). */
  readonly otpEnabled: boolean
  /** Whether an unknown address gets one, and an account by using it (TG-13). */
  readonly allowNewUsers: boolean
  /** How many seconds one lives (TG-16, TG-50). */
  readonly otpLifetime: number
}

export type TagContext = Context<TagSettings>

/** Whose access token it is: a client's alone, or a user's by way of a client. */
export interface Bearer {
  readonly client: string
  readonly account: Account | undefined
}

/** Who may be asking, by security scheme. */
export interface TagCallers {
  readonly bearer: Bearer
  readonly client: Client
}

/** What the generated stub asks this folder for. */
export type TagHandlers = Handlers<TagContext, TagCallers>

/** What the token endpoint may answer. */
export type TokenOutcome = Reply<'createAccessToken'> | RefusalWithin<Reply<'createAccessToken'>['status']>
