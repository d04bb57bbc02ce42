import { createHmac } from 'node:crypto'
import { isSameSecret, type Random } from './secret.ts'

/** The parts of a secret, in bytes: chance (RFC 6749, 10.10 asks for 128 bits), its world's mark, and the server's own. */
const chanceBytes = 22
const markBytes = 5

/**
 * A secret like any other, 43 base64url characters, that tells whoever has the key in which world it was issued. Browsers
 * send the cookies of one world along to others that share its host; without a mark they look like planted ones.
 */
export function newWorldSecret(random: Random, key: Uint8Array, world: string): string {
  const chance = random(chanceBytes)
  const marked = Buffer.concat([chance, worldMark(chance, key, world)])
  return Buffer.concat([marked, mark(marked, key)]).toString('base64url')
}

/** Whether this server issued a secret in another world, be it dead or even forgotten there. */
export function isOfAnotherWorld(secret: string, key: Uint8Array, world: string): boolean {
  const bytes = Buffer.from(secret, 'base64url')
  if (bytes.length !== chanceBytes + 2 * markBytes || bytes.toString('base64url') !== secret) return false
  const [chance, marked] = [bytes.subarray(0, chanceBytes), bytes.subarray(0, -markBytes)]
  if (isSame(marked.subarray(chanceBytes), worldMark(chance, key, world))) return false
  return isSame(bytes.subarray(-markBytes), mark(marked, key))
}

function worldMark(chance: Buffer, key: Uint8Array, world: string): Buffer {
  return mark(Buffer.concat([chance, Buffer.from(`world ${world}`)]), key)
}

function mark(bytes: Buffer, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(bytes).digest().subarray(0, markBytes)
}

function isSame(one: Buffer, other: Buffer): boolean {
  return isSameSecret(one.toString('hex'), other.toString('hex'))
}
