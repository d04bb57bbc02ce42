import { createHmac } from 'node:crypto'
import type { Random } from './secret.ts'

/** The usual number of digits (OWASP ASVS 5.0, 6.5.3), and how many there can be: 32 random bits make no more than nine digits. */
const usualDigits = 6
const [fewest, most] = [4, 9]

/** A number of digits as it is used: one that cannot be becomes the nearest that can. */
function usable(digits: number): number {
  return Math.min(most, Math.max(fewest, Math.trunc(digits) || usualDigits))
}

/** A number of digits, each code as likely as any other, leading zeros included (OWASP ASVS 5.0, 6.5.3). */
export function newOneTimePassword(random: Random, digits = usualDigits): string {
  const length = usable(digits)
  const codes = 10 ** length
  // The greatest multiple of the number of codes that 32 bits hold; what is above it would favor some codes.
  const fair = Math.floor(2 ** 32 / codes) * codes
  for (;;) {
    const drawn = random(4).readUInt32BE()
    if (drawn < fair) return String(drawn % codes).padStart(length, '0')
  }
}

/** Whether a text could be one. */
export function isOneTimePassword(text: string, digits = usualDigits): boolean {
  return text.length === usable(digits) && /^[0-9]+$/.test(text)
}

/**
 * What is kept of a code, bound to what it was made for: a plain hash of one of a million codes would be no secret
 * (OWASP ASVS 5.0, 6.5.2).
 */
export function keyedCode(key: Uint8Array, code: string, boundTo: string): string {
  return createHmac('sha256', key).update(`${code} ${boundTo}`).digest('base64url')
}
