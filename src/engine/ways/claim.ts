import type { Operation } from '../../contract/contract.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/account.ts'
import type { SignInAttempt } from '../../store/sign-in.ts'
import type { InputMeaning } from '../../ways/way.ts'
import type { Caller } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { Holder, IssuedByWay } from './issue.ts'
import type { ServedWay } from './way-rules.ts'

/** By meaning, what a request was sent for the inputs of a way. */
export type Given = Partial<Record<InputMeaning, string>>

/** What a text that is typed with a login name may be in addition to a password, such as a code that was sent. */
type Redemption = (login: string, code: string, context: Context) => SignInAttempt['alternative']

/** By way, how its one-time passwords are redeemed. */
export type Redemptions = ReadonlyMap<string, Redemption>

/** What a login has to prove, and what it leads to. */
export interface Claim {
  readonly engine: EngineContract
  readonly operation: Operation
  readonly ways: readonly ServedWay[]
  readonly given: Given
  readonly caller: Caller | undefined
  readonly redemptions: Redemptions
}

/** Whom a login acts for, as far as one of its proofs says. */
export interface Acting {
  readonly account: Account | undefined
  /** What the key belongs to, if it is no account's. */
  readonly tenant?: string | undefined
}

/** A login that was proven. */
export interface Proven extends Acting {
  readonly ways: readonly ServedWay[]
  readonly issued: readonly IssuedByWay[]
}

/** What is known before an account is: the client that was named. */
export type NamedClient = Pick<Holder, 'client'>

/** The scopes that were asked for; undefined for all. */
export function scopesOf({ scope }: Given): readonly string[] | undefined {
  const asked = scope?.split(' ').filter(Boolean) ?? []
  return asked.length > 0 ? asked : undefined
}
