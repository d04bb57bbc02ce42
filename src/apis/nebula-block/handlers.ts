import type { Handlers } from '../../../generated/nebula-block/operations.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Limits } from '../../store/api-store.ts'

export interface NebulaSettings extends Limits, Readonly<Record<string, unknown>> {
  /** How many live API keys an account may have (NB-38). */
  readonly apiKeysPerAccount: number
}

export type NebulaContext = Context<NebulaSettings>

/** Who may be asking, by security scheme. */
export interface NebulaCallers {
  readonly bearer: Account
}

/** What the generated stub asks this folder for. */
export type NebulaHandlers = Handlers<NebulaContext, NebulaCallers>
