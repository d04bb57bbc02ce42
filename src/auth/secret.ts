import { hash, timingSafeEqual } from 'node:crypto'

/** A source of random bytes; cryptographically strong in production. */
export type Random = (bytes: number) => Buffer

/** Asks a source for many bytes at once, since each asking costs more than the bytes do, and gives each of them out once. */
export function pooled(source: Random, poolBytes = 4_096): Random {
  let pool: Buffer = Buffer.alloc(0)
  return (bytes) => {
    if (bytes > poolBytes) return source(bytes)
    if (bytes > pool.length) pool = source(poolBytes)
    const given = pool.subarray(0, bytes)
    pool = pool.subarray(bytes)
    return given
  }
}

/** 32 random bytes as 43 base64url characters, beyond what RFC 6749, 10.10 asks for. */
export function newSecret(random: Random): string {
  return random(32).toString('base64url')
}

/** What is kept of a secret of 112 bits or more: its SHA-256 as base64url. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

/** Equality that takes as long for any two texts of equal length. */
export function isSameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
