import type { Account } from '../store/account.ts'
import type { ServedAccounts } from './engine-contract.ts'

/** Which accounts may log in: those with the members that the contract says. */
export function admission({ admits }: Pick<ServedAccounts, 'admits'>): (account: Account) => boolean {
  const wanted = Object.entries(admits)
  return ({ data }) => wanted.every(([name, value]) => data[name] === value)
}
