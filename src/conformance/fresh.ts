import { randomBytes, randomInt } from 'node:crypto'

/** A word that was never used before, so that a check can be repeated on a server that forgets nothing. */
export function freshWord(): string {
  return `check-${randomBytes(6).toString('hex')}`
}

/** An e-mail address that nobody has. */
export function freshEmail(): string {
  return `${freshWord()}@example.com`
}

/** A phone number that nobody has, without a plus sign. */
export function freshPhone(): string {
  return String(randomInt(1e11, 1e12))
}

/** Someone nobody knows yet. */
export function newcomer(): { readonly email: string; readonly password: string } {
  return { email: freshEmail(), password: 'a-password-of-some-length' }
}
