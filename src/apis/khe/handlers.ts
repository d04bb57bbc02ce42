import type { Handlers } from '../../../generated/khe/operations.ts'
import type { FailureLimits } from '../../auth/failure-limits.ts'
import type { Account } from '../../store/accounts.ts'
import type { Secret } from '../../store/secrets.ts'
import type { Context } from '../api.ts'

export interface KheSettings extends FailureLimits, Readonly<Record<string, unknown>> {}

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
