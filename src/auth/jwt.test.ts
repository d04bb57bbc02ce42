import { createHmac, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { type JwtRules, judgeJwt, signJwt } from './jwt.ts'

const rules = { key: Buffer.alloc(32, 7), issuer: 'latchkey', audience: 'bank' } satisfies JwtRules
const now = 1_800_000_000
const clock = () => now * 1_000
const claims = { sub: 'ada', iat: now, exp: now + 7_200, jti: 'one' }

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token of any header and claims, signed the way of HS256. */
function forge(header: unknown, payload: unknown, key: Uint8Array | string = rules.key, hash = 'sha256'): string {
  const signed = `${part(header)}.${part(payload)}`
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
}

const header = { alg: 'HS256', typ: 'JWT' }
const standing = { ...claims, iss: 'latchkey', aud: 'bank' }

const without = (name: keyof typeof standing) => ({ ...standing, [name]: undefined })

test('a signed token names its issuer and audience and holds', async () => {
  const token = await signJwt({ ...claims, roles: ['admin'] }, rules)

  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(decodeJwt(token)).toEqual({ ...standing, roles: ['admin'] })
  expect(await judgeJwt(token, rules, clock)).toBe('valid')
})

test.each([
  [-1, 'valid'],
  [7_199_000, 'valid'],
  [7_199_999, 'valid'],
  [7_200_000, 'expired'],
  [7_201_000, 'expired'],
])('%i ms after it was issued, a token of two hours is %s', async (later, verdict) => {
  expect(await judgeJwt(await signJwt(claims, rules), rules, () => clock() + later)).toBe(verdict)
})

test('a token that is not yet to be used is unknown until that very second', async () => {
  const token = await signJwt({ ...claims, nbf: now + 10 }, rules)

  expect(await judgeJwt(token, rules, () => clock() + 9_999)).toBe('unknown')
  expect(await judgeJwt(token, rules, () => clock() + 10_000)).toBe('valid')
})

test('what a header says of keys is ignored', async () => {
  const jwk = { kty: 'oct', k: Buffer.alloc(32, 9).toString('base64url') }
  const pointing = { ...header, kid: '../../etc/passwd', jku: 'http://192.0.2.1/', x5u: 'http://192.0.2.1/', jwk }

  expect(await judgeJwt(forge(pointing, standing), rules, clock)).toBe('valid')
  expect(await judgeJwt(forge(pointing, standing, Buffer.alloc(32, 9)), rules, clock)).toBe('unknown')
})

test.each<[string, string]>([
  ['of another key', forge(header, standing, Buffer.alloc(32, 8))],
  ['of an empty key', forge(header, standing, '')],
  ['of no algorithm', `${part({ alg: 'none', typ: 'JWT' })}.${part(standing)}.`],
  ['of no algorithm, though signed', forge({ alg: 'none', typ: 'JWT' }, standing)],
  ['of an algorithm in another case', forge({ alg: 'hs256', typ: 'JWT' }, standing)],
  ['of HS512', forge({ alg: 'HS512', typ: 'JWT' }, standing, rules.key, 'sha512')],
  ['that claims to be RS256', forge({ alg: 'RS256', typ: 'JWT' }, standing)],
  ['without an algorithm', forge({ typ: 'JWT' }, standing)],
  ['without a type', forge({ alg: 'HS256' }, standing)],
  ['of another type', forge({ alg: 'HS256', typ: 'at+jwt' }, standing)],
  ['with an extension it calls critical', forge({ ...header, crit: ['x'], x: 1 }, standing)],
  ['with an unencoded payload', forge({ ...header, crit: ['b64'], b64: false }, standing)],
  ['of another issuer', forge(header, { ...standing, iss: 'hous' })],
  ['of another audience', forge(header, { ...standing, aud: 'window' })],
  ['of no issuer', forge(header, without('iss'))],
  ['of no audience', forge(header, without('aud'))],
  ['of no subject', forge(header, without('sub'))],
  ['of no time of issue', forge(header, without('iat'))],
  ['of no end', forge(header, without('exp'))],
  ['of no id', forge(header, without('jti'))],
  ['whose end is text', forge(header, { ...standing, exp: String(standing.exp) })],
  ['whose time of issue is text', forge(header, { ...standing, iat: 'now' })],
  ['whose claims are a list', forge(header, [standing])],
  ['whose claims are null', forge(header, null)],
  ['whose signature is cut off', forge(header, standing).slice(0, -1)],
  ['whose signature is gone', forge(header, standing).replace(/[^.]+$/, '')],
  ['of two parts', forge(header, standing).replace(/\.[^.]+$/, '')],
  ['of four parts', `${forge(header, standing)}.x`],
  ['of nothing', ''],
])('a token %s is unknown', async (_, token) => {
  expect(await judgeJwt(token, rules, clock)).toBe('unknown')
})

test('a token that is foreign and expired is unknown, not expired', async () => {
  const old = { ...standing, exp: now - 1 }

  expect(await judgeJwt(forge(header, old), rules, clock)).toBe('expired')
  expect(await judgeJwt(forge(header, old, Buffer.alloc(32, 8)), rules, clock)).toBe('unknown')
})

test('the public key of someone else is no key of ours', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

  expect(await judgeJwt(forge({ alg: 'HS256', typ: 'JWT' }, standing, pem), rules, clock)).toBe('unknown')
  expect(await judgeJwt(forge({ alg: 'RS256', typ: 'JWT' }, standing, pem), rules, clock)).toBe('unknown')
})

test('one changed character anywhere makes a token unknown', async () => {
  const token = forge(header, standing)
  const changed = fc
    .tuple(fc.nat(token.length - 2), fc.constantFrom(...'ABCxyz019-_'))
    .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1))
    .filter((text) => text !== token)
  await fc.assert(
    fc.asyncProperty(changed, async (text) => {
      expect(await judgeJwt(text, rules, clock)).toBe('unknown')
    }),
  )
})

test('no text makes the judge throw, nor does a header or a claim of any kind under our own signature', async () => {
  const claimed = fc.tuple(fc.object(), fc.object()).map(([extra, other]) => forge({ ...extra, ...header }, other))
  const headed = fc.json().map((json) => forge(JSON.parse(json), standing))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), claimed, headed), async (token) => {
      expect(await judgeJwt(token, rules, clock)).toBe('unknown')
    }),
  )
})

test('a fault of our own is no verdict', async () => {
  const broken = { ...rules, key: 'text' as unknown as Uint8Array }

  await expect(judgeJwt(forge(header, standing), broken, clock)).rejects.toThrow(TypeError)
})

test('a token that was found valid is still asked its time, its audience and its key', async () => {
  const token = await signJwt({ ...claims, nbf: now }, rules)
  expect(await judgeJwt(token, rules, clock)).toBe('valid')

  expect(await judgeJwt(token, rules, () => clock() - 1_000)).toBe('unknown')
  expect(await judgeJwt(token, rules, () => clock() + 7_199_999)).toBe('valid')
  expect(await judgeJwt(token, rules, () => clock() + 7_200_000)).toBe('expired')
  expect(await judgeJwt(token, { ...rules, audience: 'other' }, clock)).toBe('unknown')
  expect(await judgeJwt(token, { ...rules, issuer: 'other' }, clock)).toBe('unknown')
  expect(await judgeJwt(token, { ...rules, key: Buffer.alloc(32, 7) }, clock)).toBe('valid')
  expect(await judgeJwt(token, { ...rules, key: Buffer.alloc(32, 8) }, clock)).toBe('unknown')
  expect(await judgeJwt(`${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`, rules, clock)).toBe('unknown')
})

test('however many tokens were judged, each is judged for itself', async () => {
  const key = Buffer.alloc(32, 7)
  const first = await signJwt({ ...claims, jti: 'first' }, rules)
  expect(await judgeJwt(first, { ...rules, key }, clock)).toBe('valid')
  for (let count = 0; count < 1_001; count++) {
    const token = await signJwt({ ...claims, jti: String(count) }, rules)
    expect(await judgeJwt(token, { ...rules, key }, clock)).toBe('valid')
  }

  expect(await judgeJwt(first, { ...rules, key }, clock)).toBe('valid')
  expect(await judgeJwt(first, { ...rules, key }, () => clock() + 7_200_000)).toBe('expired')
})
