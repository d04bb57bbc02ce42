import type { Handlers } from '../../../generated/innodata/operations.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Limits } from '../../store/api-store.ts'

export interface InnodataSettings extends Limits, Readonly<Record<string, unknown>> {
  /** How often one network address may sign up within an hour (IN-75). */
  readonly signUpsPerAddress: number
  /** How many teams of each kind a user may make (IN-68). */
  readonly teamsPerUser: number
}

export type InnodataContext = Context<InnodataSettings>

/** For production, or for development, whose data is removed every day (IN-08, IN-09). */
export type Flavour = 'live' | 'test'

/** Who sent a key, which of the two it was, and the key. */
export interface KeyHolder {
  readonly account: Account
  readonly flavour: Flavour
  readonly key: string
}

/** Who may be asking, by security scheme. */
export interface InnodataCallers {
  readonly apiKey: KeyHolder
}

/** What the generated stub asks this folder for. */
export type InnodataHandlers = Handlers<InnodataContext, InnodataCallers>
