import type { Account, Identity } from './account.ts'
import type { Accounts } from './accounts.ts'
import { type ApiStore, atomically, type Unit } from './api-store.ts'

/** An account as it is found by an identity, with the hash of its password. */
export type Identified = NonNullable<Awaited<ReturnType<Accounts['identify']>>>

/** Hands out what a login is for; the account is as it stands at that moment. */
export type Opening<Result> = (unit: Unit, account: Account) => Promise<Result>

/**
 * Hands something out to an account whose proof was judged a while ago, as one with a last look at the account: what was
 * changed in the meantime, from its password to whether it is there at all, would otherwise be outlived by what is handed
 * out. Undefined, and nothing handed out, if nobody has the identity any more or the account is not what was judged.
 */
export async function enter<Result>(
  store: Pick<ApiStore, 'scope'>,
  identity: Identity,
  isStill: (now: Identified) => boolean,
  open: Opening<Result>,
): Promise<Result | undefined> {
  return atomically(store, async (unit) => {
    const now = await unit.accounts.identify(identity)
    return now && isStill(now) ? open(unit, now.account) : undefined
  })
}
