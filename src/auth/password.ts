import { hash, verify } from '@node-rs/argon2'
import type { Random } from './secret.ts'

/** argon2id (the library's default) at the OWASP minimum of 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet; RFC 9106). */
export const passwordCost = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const

/** The hash of a password nobody knows, so that an unknown account costs the same work as a known one. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$Z0iGmBkgDeYAavR8kBLWgA$7YXtyc8benR6cJ7r5jeQKa7k8P53HX23cdpv2zVnF+Y'

/** A PHC string at {@link passwordCost}. The password counts byte for byte, without normalisation. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  return hash(password, { ...passwordCost, salt: random(16) })
}

/** Whether the password is the one of that hash; always one full hashing, even where there is no account. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? nobody, password)
  return matches && stored !== undefined
}
