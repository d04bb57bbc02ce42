import type { Handlers } from '../../../generated/innodata/operations.ts'
import type { ThrottleLimits } from '../../auth/throttle.ts'
import type { Context } from '../api.ts'
import type { KeyHolder } from './keys.ts'

export interface InnodataSettings extends ThrottleLimits, Readonly<Record<string, unknown>> {
  /** How many teams of each kind a user may make (IN-68). */
  readonly teamsPerUser: number
}

export type InnodataContext = Context<InnodataSettings>

/** Who may be asking, by security scheme. */
export interface InnodataCallers {
  readonly apiKey: KeyHolder
}

/** What the generated stub asks this folder for. */
export type InnodataHandlers = Handlers<InnodataContext, InnodataCallers>
