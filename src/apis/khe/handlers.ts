import type { Handlers } from '../../../generated/khe/operations.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Limits } from '../../store/api-store.ts'
import type { Secret } from '../../store/secrets.ts'

export interface KheSettings extends Limits, Readonly<Record<string, unknown>> {
  /** How often one network address may sign up within an hour (KH-81). */
  readonly signUpsPerAddress: number
  /** How often one network address may change an e-mail within an hour, which sends a message (KH-82). */
  readonly messagesPerAddress: number
}

export type KheContext = Context<KheSettings>

/** A live login: whose it is, and the access token that was shown. */
export interface Session {
  readonly account: Account
  readonly token: Secret
}

/** Who may be asking, by security scheme. */
export interface KheCallers {
  readonly basic: Session
}

/** What the generated stub asks this folder for. */
export type KheHandlers = Handlers<KheContext, KheCallers>
