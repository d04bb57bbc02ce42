import { randomBytes } from 'node:crypto'
import { createPasswords, defaultPasswordCost, type Passwords } from '../src/auth/password.ts'

/** The least that argon2 takes, a tenth of a millisecond: for every test that is not about time or the cost itself. */
export const cheapPasswords = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }, randomBytes)

/** What the server uses by default. */
export const costlyPasswords = createPasswords(defaultPasswordCost, randomBytes)

/** Cheap passwords, and how many were hashed or verified so far. */
export function countedPasswords(): { readonly passwords: Passwords; readonly count: () => number } {
  let count = 0
  const { hash, verify, hashOf } = cheapPasswords
  const passwords: Passwords = {
    hash: (password) => {
      count++
      return hash(password)
    },
    verify: (stored, password) => {
      count++
      return verify(stored, password)
    },
    hashOf,
  }
  return { passwords, count: () => count }
}
