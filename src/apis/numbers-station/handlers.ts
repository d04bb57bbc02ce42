import type { Handlers } from '../../../generated/numbers-station/operations.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Limits } from '../../store/api-store.ts'
import type { Secret } from '../../store/secrets.ts'

export interface NumbersSettings extends Limits, Readonly<Record<string, unknown>> {
  /** How many users one network address may make within an hour (NS-75). */
  readonly signUpsPerAddress: number
  /** Origins whose pages may call the API (NS-05, NS-06). */
  readonly allowedOrigins: readonly string[]
  /** Addresses a login at a provider may end at, to the letter (NS-52). */
  readonly redirectUris: readonly string[]
  /** Where it ends unless said (NS-34). */
  readonly defaultRedirectUri: string
}

export type NumbersContext = Context<NumbersSettings>

/** A live session and whose it is. */
export interface Session {
  readonly account: Account
  readonly secret: Secret
}

/** Who may be asking, by security scheme. */
export interface NumbersCallers {
  readonly bearer: Session
  readonly sessionCookie: Session
  /** The name of the account the key belongs to. */
  readonly apiKey: string
}

/** What the generated stub asks this folder for. */
export type NumbersHandlers = Handlers<NumbersContext, NumbersCallers>
