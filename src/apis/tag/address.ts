import { normaliseLogin } from '../../contract/login-name.ts'
import type { Account } from '../../store/accounts.ts'
import type { Message } from '../../store/outbox.ts'

/** Where a one-time password is sent (TG-17, TG-18). */
export interface Address {
  readonly channel: Message['channel']
  /** As it was written. */
  readonly written: string
  /** One spelling for all that are the same. */
  readonly name: string
}

export function addressOf(body: { readonly email: string } | { readonly phone: string }): Address {
  const [channel, written] = 'email' in body ? (['email', body.email] as const) : (['sms', body.phone] as const)
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

export function emailOf({ email }: Account): string | null {
  return email.endsWith(noMail) ? null : email
}

export function phoneOf({ data }: Account): string | null {
  return typeof data.phone === 'string' ? data.phone : null
}

/** Whether this address of theirs is the one that is meant, and not a mere name they log in under. */
export function isAddressOf(account: Account, { channel, name }: Address): boolean {
  const own = channel === 'email' ? emailOf(account) : phoneOf(account)
  return own !== null && normaliseLogin(own) === name
}
