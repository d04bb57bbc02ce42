import type { Account } from '../../store/accounts.ts'
import type { Identified } from '../../store/commit-sign-in.ts'

/** The names of the accounts a user may enter. */
export function accountsOf({ data }: Account): readonly string[] {
  return Array.isArray(data.accounts) ? data.accounts.map(String) : []
}

/** Whether a user may enter the account of that name; with no name asked for, everyone may (NS-29, NS-77). */
export function mayEnter(account: Account, name: string | undefined): boolean {
  return !name || accountsOf(account).includes(name)
}

/** Whether an account still is that user, not disabled, and may enter the account of that name. */
export function isUsable({ id }: Account, name: string | undefined): (now: Identified) => boolean {
  return ({ account }) => account.id === id && account.disabled === undefined && mayEnter(account, name)
}
