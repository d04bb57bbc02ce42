import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyRing } from './key-ring.ts'

const secret = Buffer.alloc(32, 1)
const ring = createKeyRing(secret, randomBytes)

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('a key for a use is derived by HKDF-SHA-256, the same every time', () => {
  const expected = Buffer.from(hkdfSync('sha256', secret, 'latchkey', 'tokens', 32)).toString('hex')

  expect(hex(ring.derive('tokens'))).toBe(expected)
  expect(hex(ring.derive('tokens'))).toBe(expected)
  expect(hex(createKeyRing(secret, randomBytes).derive('tokens'))).toBe(expected)
})

test('each use has a key of its own, and so has each secret', () => {
  const other = createKeyRing(Buffer.alloc(32, 2), randomBytes)
  const uses = ['tokens', 'Tokens', 'tokens ', '', 'seal', 'fingerprint']
  const keys = [ring, other].flatMap(({ derive }) => uses.map((use) => hex(derive(use))))

  expect(new Set(keys).size).toBe(2 * uses.length)
})

test('a key can be spoilt by whoever was given it, for nobody else', () => {
  ring.derive('spoilt').fill(0)

  expect(hex(ring.derive('spoilt'))).toBe(hex(createKeyRing(secret, randomBytes).derive('spoilt')))
})

test('the fingerprint tells secrets apart and is no part of any key', () => {
  expect(ring.fingerprint).toBe(createKeyRing(secret, randomBytes).fingerprint)
  expect(ring.fingerprint).toMatch(/^[\w-]{16}$/)
  expect(ring.fingerprint).not.toBe(createKeyRing(Buffer.alloc(32, 2), randomBytes).fingerprint)
  expect(Buffer.from(ring.derive('fingerprint')).includes(Buffer.from(ring.fingerprint, 'base64url'))).toBe(false)
})

test('what was sealed for a context is read there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
      expect(ring.unseal(ring.seal(plain, context), context)).toBe(plain)
    }),
  )
})

test('the same text sealed twice looks different, and nothing like the text', () => {
  const [one, two] = [ring.seal('correct-horse', 'here'), ring.seal('correct-horse', 'here')]

  expect(one).not.toBe(two)
  expect(Buffer.from(one, 'base64url').includes('correct-horse')).toBe(false)
})

test('each sealing takes 12 new random bytes', () => {
  const asked: number[] = []
  const counting = createKeyRing(secret, (bytes) => {
    asked.push(bytes)
    return Buffer.alloc(bytes, asked.length)
  })
  counting.seal('a', 'here')
  counting.seal('a', 'here')

  expect(asked).toEqual([12, 12])
})

test.each([
  ['in another context', (sealed: string) => ring.unseal(sealed, 'there')],
  ['without a context', (sealed: string) => ring.unseal(sealed, '')],
  ['by another secret', (sealed: string) => createKeyRing(Buffer.alloc(32, 2), randomBytes).unseal(sealed, 'here')],
  ['cut off at its end', (sealed: string) => ring.unseal(sealed.slice(0, -2), 'here')],
  ['cut off at its start', (sealed: string) => ring.unseal(sealed.slice(4), 'here')],
  ['with more behind it', (sealed: string) => ring.unseal(`${sealed}AAAA`, 'here')],
])('what was sealed is not read %s', (_, unseal) => {
  expect(() => unseal(ring.seal('secret', 'here'))).toThrow()
})

test('what was opened is still not opened under another spelling of the question', () => {
  const sealed = ring.seal('secret', 'here')
  expect(ring.unseal(sealed, 'here')).toBe('secret')
  expect(ring.unseal(sealed, 'here')).toBe('secret')

  expect(() => ring.unseal(sealed.slice(0, -1), `${sealed.slice(-1)}here`)).toThrow()
  expect(() => ring.unseal(`${sealed}h`, 'ere')).toThrow()
})

test('however much was opened, each text is opened for itself', () => {
  for (let count = 0; count < 2_001; count++) {
    expect(ring.unseal(ring.seal(String(count), 'here'), 'here')).toBe(String(count))
  }
})

test('no changed bit goes unseen', () => {
  const sealed = Buffer.from(ring.seal('secret', 'here'), 'base64url')
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))

      expect(() => ring.unseal(changed.toString('base64url'), 'here')).toThrow()
    }),
  )
})

test('what was never sealed is not read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(() => ring.unseal(Buffer.from(bytes).toString('base64url'), 'here')).toThrow()
    }),
  )
})

test('the HMAC key of a use is the derived one, imported once', async () => {
  const ring = createKeyRing(Buffer.alloc(32, 7), randomBytes)

  const key = await ring.hmacKey('a use')

  const signature = await crypto.subtle.sign('HMAC', key, Buffer.from('text'))
  expect(Buffer.from(signature)).toEqual(createHmac('sha256', ring.derive('a use')).update('text').digest())
  expect(ring.hmacKey('a use')).toBe(ring.hmacKey('a use'))
  expect(key.extractable).toBe(false)
})
