import { iso } from '../../auth/clock.ts'
import type { Account, NewAccount } from '../../store/accounts.ts'

/** The roles, the one of a new account first (KH-25). */
export const roles = ['attendee', 'staff', 'admin'] as const

type Role = (typeof roles)[number]

/** The role of an account; the least one for what is no role here. */
export function roleOf({ role }: Account): Role {
  return roles.find((each) => each === role) ?? 'attendee'
}

/** An account as staff sees it (KH-46, KH-47). */
export function userOf(account: Account) {
  const { id, email, created } = account
  return { _id: id, email, role: roleOf(account), created: iso(created) }
}

interface Wanted {
  readonly email: string
  readonly role?: string | undefined
  /** A PHC string. */
  readonly password: string
}

/** A row of this API: its e-mail is kept in lower case (KH-29), its identifier is the key (KH-22). */
export function newUser(id: string, { email, role = roles[0], password }: Wanted): NewAccount {
  const address = email.toLowerCase()
  return { id, email: address, name: address, role, password, identities: [{ kind: 'login', value: address }] }
}
