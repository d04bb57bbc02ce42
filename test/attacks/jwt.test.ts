import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyRing } from '../../src/auth/key-ring.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { credits, nebulaToken } from './nebula-block.ts'
import { type Place, placeOf } from './place.ts'

const secret = randomBytes(32)
/** What the server signs with: whoever holds it can forge, and still has to keep every other rule. */
const key = createKeyRing(secret, randomBytes).derive('nebula-block access token')

let server: TestServer
let place: Place
let now: number

beforeAll(async () => {
  server = await startTestServer({ secret })
  place = placeOf(server, '')
  await place.hooks('nebula-block').changeSettings({ failuresPerAddress: 1_000_000 })
  await place.control('PATCH', '/clock', { frozen: true })
  const { now: moment } = (await place.control('GET', '/clock')).json as { now: string }
  now = Math.trunc(Date.parse(moment) / 1_000)
})

afterAll(async () => {
  await server.stop()
})

interface Forgery {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: Uint8Array
}

/** A token with everything in order but for what is said, and entered into the ledger, so that only its own form decides. */
async function forge({ header = {}, claims = {}, key: signing = key }: Forgery): Promise<string> {
  const payload = {
    iss: 'nebula-block',
    aud: 'nebula-block',
    sub: 'ada@example.com',
    iat: now,
    exp: now + 7_200,
    jti: randomBytes(16).toString('base64url'),
    roles: ['GUEST'],
    scopes: ['GUEST'],
    ...claims,
  }
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
  const protectedHeader = Object.fromEntries(
    Object.entries({ alg: 'HS256', typ: 'JWT', ...header }).filter(([, value]) => value !== undefined),
  )
  const token = sign(protectedHeader, kept, signing)
  await issueForged(token)
  return token
}

/** Signs anything at all, which a library would not. */
function sign(header: Readonly<Record<string, unknown>>, claims: object, signing: Uint8Array): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const hash = header.alg === 'HS512' ? 'sha512' : 'sha256'
  return `${signed}.${createHmac(hash, signing).update(signed).digest('base64url')}`
}

async function issueForged(token: string): Promise<void> {
  const store = (await server.store.world('')).api('nebula-block')
  await store.secrets.issue({ kind: 'access-token', secret: token, subject: '19', lifetime: 7_200_000 })
}

async function statusOf(bearer: string): Promise<number> {
  return (await place.send('GET', credits, { bearer })).status
}

const unsecured = (claims: JWTPayload) =>
  `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`

test('L: a token that keeps every rule and is in the ledger is good', async () => {
  expect(await statusOf(await forge({}))).toBe(200)
})

const refused: readonly (readonly [string, Forgery])[] = [
  ['of another issuer', { claims: { iss: 'numbers-station' } }],
  ['without an issuer', { claims: { iss: undefined } }],
  ['for another audience', { claims: { aud: 'numbers-station' } }],
  ['for another world', { claims: { aud: 'nebula-block~other' } }],
  ['for no audience', { claims: { aud: undefined } }],
  ['without an end', { claims: { exp: undefined } }],
  ['that ends in a text', { claims: { exp: '9999999999' } }],
  ['that is over', { claims: { exp: -1 } }],
  ['without a beginning', { claims: { iat: undefined } }],
  ['without a name of its own', { claims: { jti: undefined } }],
  ['without a subject', { claims: { sub: undefined } }],
  ['of another type', { header: { typ: 'at+jwt' } }],
  ['of no type', { header: { typ: undefined } }],
  ['of another hash', { header: { alg: 'HS512' } }],
  ['with an extension it calls critical', { header: { crit: ['exp'], exp: 1 } }],
  ['signed with a key of the sender', { key: randomBytes(32) }],
  ['signed with nothing but zeros', { key: new Uint8Array(32) }],
  ['signed with a known weak key', { key: Buffer.from('secret'.padEnd(32, '0')) }],
]

test.each(refused)('L: a token %s is refused, though the ledger knows it', async (_, forgery) => {
  expect(await statusOf(await forge(forgery))).toBe(401)
})

test('L: nbf, exp: a token is good from the second it names until the second before its end', async () => {
  expect(await statusOf(await forge({ claims: { nbf: now } }))).toBe(200)
  expect(await statusOf(await forge({ claims: { nbf: now + 1 } }))).toBe(401)
  expect(await statusOf(await forge({ claims: { exp: now + 1 } }))).toBe(200)
  expect(await statusOf(await forge({ claims: { exp: now } }))).toBe(401)
})

test('L: keys that a token brings along are not looked at, nor fetched', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  let fetched = 0
  const elsewhere = createServer((_request, response) => response.end(String(fetched++))).listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  const jku = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/jwks.json`
  const rs256 = await new SignJWT({ sub: 'ada@example.com', iss: 'nebula-block', aud: 'nebula-block', jti: 'x' })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', jwk: await exportJWK(publicKey), jku })
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(privateKey)
  await issueForged(rs256)
  expect(await statusOf(rs256)).toBe(401)
  for (const header of [
    { jku },
    { x5u: jku },
    { kid: "' OR 1=1" },
    { kid: '../../dev/null' },
    { jwk: { kty: 'oct', k: 'AAAA' } },
  ])
    expect(await statusOf(await forge({ header, key: randomBytes(32) }))).toBe(401)
  expect(fetched).toBe(0)
  elsewhere.close()
})

test('L: a public key is no HMAC secret, and no signature is no signature', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  expect(await statusOf(await forge({ key: Buffer.from(pem) }))).toBe(401)
  const claims = { iss: 'nebula-block', aud: 'nebula-block', sub: 'ada@example.com', iat: now, exp: now + 60, jti: 'x' }
  for (const token of [
    unsecured(claims),
    unsecured(claims).slice(0, -1),
    unsecured(claims).replace(/^[^.]+/, Buffer.from('{"alg":"NONE","typ":"JWT"}').toString('base64url')),
  ]) {
    await issueForged(token)
    expect(await statusOf(token)).toBe(401)
  }
})

test('L: a token in another serialisation, or with a byte changed anywhere, is another token', async () => {
  const good = await nebulaToken(place)
  const [head = '', body = '', signature = ''] = good.split('.')
  const json = JSON.stringify({ protected: head, payload: body, signature })
  for (const other of [
    Buffer.from(json).toString('base64url'),
    `${good}=`,
    `${head}=.${body}.${signature}`,
    `${good}.`,
    `.${good}`,
    `${head}..${signature}`,
    good.toLowerCase(),
    `${body}.${head}.${signature}`,
  ])
    expect([other.length, await statusOf(other)]).toEqual([other.length, 401])
  for (let at = 0; at < good.length; at += 7) {
    const changed = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`
    expect([at, await statusOf(changed)]).toEqual([at, 401])
  }
  expect(await statusOf(good)).toBe(200)
})

test('L: a signature with bits beyond its end is refused, though it decodes to the same bytes', async () => {
  const good = await nebulaToken(place)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(good.at(-1) ?? '')
  const twin = `${good.slice(0, -1)}${alphabet[last ^ 1]}`
  expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(Buffer.from(good.split('.')[2] ?? '', 'base64url'))
  expect(await statusOf(twin)).toBe(401)
})
