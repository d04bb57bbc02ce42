import type { Account, Identity } from './account.ts'
import type { Accounts } from './accounts.ts'
import { type ApiStore, atomically, type Unit } from './api-store.ts'

/** An account as it is found by an identity, with the hash of its password. */
export type Identified = NonNullable<Awaited<ReturnType<Accounts['identify']>>>

/** Issues what a login is for, given the account as it is at that moment. */
export type Issuance<Result> = (unit: Unit, account: Account) => Promise<Result>

/**
 * Completes a sign-in whose proof was verified a moment ago: looks at the account again and issues its credentials in the
 * same transaction. Without that, a credential could outlive a password change, a disabling or a deletion that came in
 * between. Returns undefined and issues nothing if the identity is gone or `isStill` no longer holds.
 */
export async function commitSignIn<Result>(
  store: Pick<ApiStore, 'scope'>,
  identity: Identity,
  isStill: (now: Identified) => boolean,
  issue: Issuance<Result>,
): Promise<Result | undefined> {
  return atomically(store, async (unit) => {
    const now = await unit.accounts.identify(identity)
    return now && isStill(now) ? issue(unit, now.account) : undefined
  })
}
