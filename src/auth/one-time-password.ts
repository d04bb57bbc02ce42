import { createHmac } from 'node:crypto'
import type { Random } from './secret.ts'

const digits = 6
const codes = 10 ** digits

/** The greatest multiple of the number of codes that 32 bits hold; what is above it would favour some codes. */
const fair = Math.floor(2 ** 32 / codes) * codes

/** Six digits, each code as likely as any other, leading zeros included (OWASP ASVS 5.0, 6.5.3). */
export function newOneTimePassword(random: Random): string {
  for (;;) {
    const drawn = random(4).readUInt32BE()
    if (drawn < fair) return String(drawn % codes).padStart(digits, '0')
  }
}

/** Whether a text could be one. */
export function isOneTimePassword(text: string): boolean {
  return /^[0-9]{6}$/.test(text)
}

/**
 * What is kept of a code, bound to what it was made for: a plain hash of one of a million codes would be no secret
 * (OWASP ASVS 5.0, 6.5.2).
 */
export function keyedCode(key: Uint8Array, code: string, boundTo: string): string {
  return createHmac('sha256', key).update(`${code} ${boundTo}`).digest('base64url')
}
