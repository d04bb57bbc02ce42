import type { Account, NewAccount } from '../../store/accounts.ts'

/** What is asked of a new user. */
interface Wanted extends Pick<NewAccount, 'email' | 'name' | 'password'> {
  readonly id: string
  readonly role?: string
  readonly isDemo?: boolean
  /** Whether the link of the activation e-mail counts as followed. */
  readonly activated: boolean
}

/** The row of a user, who logs in by e-mail alone (IN-22). */
export function newUser({ id, email, name, password, role = 'USER', isDemo = false, activated }: Wanted): NewAccount {
  const data = { activated, is_demo: isDemo }
  return { id, email, name, role, password, identities: [{ kind: 'login', value: email }], data }
}

export function isActivated({ data }: Account): boolean {
  return data.activated === true
}

/** A user as the API shows one (IN-03, IN-20); whoever followed the link has shown that the address is theirs. */
export function showUser<Keys>(account: Account, keys: Keys) {
  const { id, email, name, data } = account
  const activated = isActivated(account)
  return { activated, api_keys: keys, email, email_verified: activated, id, is_demo: data.is_demo === true, name }
}
