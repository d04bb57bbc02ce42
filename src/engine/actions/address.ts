import { normaliseLogin } from '../../contract/login-name.ts'
import type { Account } from '../../store/accounts.ts'
import type { Message } from '../../store/outbox.ts'

/** Where a person is written to. */
export interface PersonAddress {
  readonly channel: Message['channel']
  /** As it was written. */
  readonly written: string
  /** One spelling for all that are the same. */
  readonly name: string
}

export function addressOf(channel: PersonAddress['channel'], written: string): PersonAddress {
  return { channel, written, name: normaliseLogin(written) }
}

const phoneNumber = /^\+?[0-9]{6,15}$/

export function isPhone(text: string): boolean {
  return phoneNumber.test(text)
}

/** Every account has an e-mail; this is that of one that has none (RFC 2606, 2). */
const noMail = '@phone.invalid'

export function placeholderFor(phone: string): string {
  return `${phone}${noMail}`
}

export function emailOf({ email }: Pick<Account, 'email'>): string | null {
  return email.endsWith(noMail) ? null : email
}

function phoneOf({ data }: Pick<Account, 'data'>): string | null {
  return typeof data.phone === 'string' ? data.phone : null
}

/** Whether this address is the account's own, and not a mere name that it logs in under. */
export function isAddressOf(account: Account, { channel, name }: PersonAddress): boolean {
  const own = channel === 'email' ? emailOf(account) : phoneOf(account)
  return own !== null && normaliseLogin(own) === name
}
