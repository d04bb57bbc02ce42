import { hash, verify } from '@node-rs/argon2'
import type { Random } from './secret.ts'

/** What one hash costs: memory in KiB, passes and lanes. */
interface PasswordCost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/** The OWASP minimum for argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet; RFC 9106). */
export const defaultPasswordCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A password that is published on purpose, and a hash of it, so that a start does not have to compute one. */
export interface PublishedPassword {
  readonly plain: string
  /** A PHC string. */
  readonly hash: string
}

/** Hashes and verifies passwords with argon2id at one cost. Passwords are compared exactly: byte for byte, not normalized. */
export interface Passwords {
  /** A PHC string with a new salt. */
  hash(password: string): Promise<string>
  /** Whether `stored` is the hash of the password. Without one, costs as much work and answers false. */
  verify(stored: string | undefined, password: string): Promise<boolean>
  /** The given hash of a published password if it has this cost, otherwise one that is made once. */
  hashOf(published: PublishedPassword): Promise<string>
}

const outputLen = 32

export function createPasswords(cost: PasswordCost, random: Random): Passwords {
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`
  // No password is known for it; an unknown account then costs the same work as a known one.
  const nobody = `${prefix}${'A'.repeat(22)}$${'A'.repeat(43)}`
  const published = new Map<string, Promise<string>>()
  const passwords: Passwords = {
    hash: (password) => hash(password, { ...cost, outputLen, salt: random(16) }),
    async verify(stored, password) {
      const matches = await verify(stored ?? nobody, password)
      return matches && stored !== undefined
    },
    async hashOf({ plain, hash: given }) {
      if (given.startsWith(prefix)) return given
      const made = published.get(plain) ?? passwords.hash(plain)
      published.set(plain, made)
      return made
    },
  }
  return passwords
}
