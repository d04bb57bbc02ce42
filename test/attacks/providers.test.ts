import { createHmac, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createIdentityProviders,
  type LoginSecrets,
  type ProvidedIdentity,
  type ProviderSetup,
} from '../../src/served/identity-providers.ts'
import { type Faults, type Issuers, sendJson, startIssuers, type Tenant } from './issuer.ts'

let issuers: Issuers

beforeAll(async () => {
  issuers = await startIssuers()
})

afterAll(async () => {
  await issuers.close()
})

const callback = 'http://localhost:4000/callback'

function newSecrets(): LoginSecrets {
  const [state = '', nonce = '', verifier = ''] = Array.from({ length: 3 }, () => randomBytes(32).toString('base64url'))
  return { state, nonce, verifier }
}

/** Logins at one issuer, which has a second to answer. */
function at(tenant: ProviderSetup) {
  const providers = createIdentityProviders(() => ({ it: tenant }), 1)
  return {
    begin: (secrets: LoginSecrets) => providers.begin('it', callback, secrets),
    finish: (query: URLSearchParams, secrets: LoginSecrets) =>
      providers.finish('it', new URL(`${callback}?${query}`), secrets),
  }
}

type Change = (query: URLSearchParams) => void

/** A whole login; what the browser brings back may be changed on its way. */
async function login(
  tenant: Tenant,
  change: Change = () => {},
): Promise<ProvidedIdentity | 'refused' | 'unreachable' | 'not-set-up'> {
  const { begin, finish } = at(tenant)
  const secrets = newSecrets()
  const address = await begin(secrets)
  if (!(address instanceof URL)) return address
  const query = tenant.authorize(address)
  change(query)
  return finish(query, secrets)
}

const known = {
  subject: 'ada-at-the-issuer',
  email: 'ada@example.com',
  emailVerified: true,
}

test('OA12: an issuer that does everything right vouches for its user', async () => {
  const tenant = issuers.tenant()
  expect(await login(tenant)).toMatchObject({ ...known, issuer: tenant.issuer })
})

const now = () => Math.trunc(Date.now() / 1_000)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An ID token of another making. */
function made(header: object, sign: (signed: string) => string): NonNullable<Faults['idToken']> {
  return async (claims: JWTPayload) => {
    const signed = `${part(header)}.${part(claims)}`
    return `${signed}.${sign(signed)}`
  }
}

const wrongTokens: readonly (readonly [string, Faults])[] = [
  ['of another issuer', { claims: { iss: 'https://evil.example' } }],
  ['of an issuer with a slash more', { claims: { iss: 'http://127.0.0.1/' } }],
  ['for another client', { claims: { aud: 'another-client' } }],
  ['for nobody', { claims: { aud: undefined } }],
  ['for two, ours on behalf of the other', { claims: { aud: ['client-of-the-test', 'another'], azp: 'another' } }],
  ['without a subject', { claims: { sub: undefined } }],
  ['with a number for a subject', { claims: { sub: 7 } }],
  ['without a beginning', { claims: { iat: undefined } }],
  ['without an end', { claims: { exp: undefined } }],
  ['that is over', { claims: { exp: now() - 3_600 } }],
  ['of another login', { claims: { nonce: 'another' } }],
  ['of no login', { claims: { nonce: undefined } }],
  ['without a signature', { idToken: made({ alg: 'none' }, () => '') }],
  ['with a signature of nothing', { idToken: made({ alg: 'RS256', kid: 'first' }, () => '') }],
  [
    'with a made-up signature',
    { idToken: made({ alg: 'RS256', kid: 'first' }, () => randomBytes(256).toString('base64url')) },
  ],
  [
    'signed with a known secret',
    { idToken: made({ alg: 'HS256' }, (signed) => createHmac('sha256', 'secret').update(signed).digest('base64url')) },
  ],
  ['of a key there is not', { header: { kid: 'another' } }],
  ['of one of two keys, without saying which', { header: { kid: undefined }, otherKeys: 1 }],
  ['that is no token', { tokens: { id_token: 'x' } }],
  ['that is none at all', { tokens: { id_token: undefined } }],
]

test.each(wrongTokens)('OA12: an ID token %s is refused', async (_, faults) => {
  expect(await login(issuers.tenant(faults))).toBe('refused')
})

test('OA12: of a single key the token need not say which', async () => {
  expect(await login(issuers.tenant({ header: { kid: undefined } }))).toMatchObject(known)
})

const changed: readonly (readonly [string, Change])[] = [
  ['of another state', (query) => query.set('state', 'another')],
  ['without a state', (query) => query.delete('state')],
  ['of another issuer', (query) => query.set('iss', 'https://evil.example')],
  ['without the issuer that was promised', (query) => query.delete('iss')],
  ['with a made-up code', (query) => query.set('code', 'another')],
  ['with two codes', (query) => query.append('code', 'another')],
  ['with an error beside the code', (query) => query.set('error', 'access_denied')],
]

test.each(changed)('OA09, OA11: an answer %s is refused', async (_, change) => {
  expect(await login(issuers.tenant(), change)).toBe('refused')
})

test('OA09: a code of one login does not end another, and none ends two', async () => {
  const tenant = issuers.tenant()
  const { begin, finish } = at(tenant)
  const [mine, theirs] = [newSecrets(), newSecrets()]
  const theirCode = tenant.authorize((await begin(theirs)) as URL).get('code') ?? ''
  const query = tenant.authorize((await begin(mine)) as URL)
  const stolen = new URLSearchParams({ ...Object.fromEntries(query), code: theirCode })
  expect(await finish(stolen, mine)).toBe('refused')
  expect(await finish(query, mine)).toMatchObject(known)
  expect(await finish(query, mine)).toBe('refused')
})

test('OA13: whether an address was verified is the issuer’s word, and only the word true', async () => {
  for (const value of [false, 'true', 1, undefined])
    expect(await login(issuers.tenant({ claims: { email_verified: value } }))).toMatchObject({ emailVerified: false })
  expect(await login(issuers.tenant({ claims: { email: ['ada@example.com'] } }))).toMatchObject({ email: undefined })
})

const text =
  (status: number, body: string, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end(body)

/** Ways not to answer, at each of the endpoints. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'with a fault': text(500, 'Internal Server Error'),
  'with a page': text(200, '<html></html>'),
  'with half a JSON': (response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":'),
  'with a redirect to elsewhere': text(302, '', { Location: 'http://127.0.0.1:9/' }),
  'with a redirect to itself': text(302, '', { Location: '/' }),
  'by hanging up': (response) => void response.destroy(),
  'not at all': () => {},
}

const endpoints = ['discovery', 'token', 'keys'] as const

test.each(endpoints.flatMap((endpoint) => Object.entries(answers).map(([how, answer]) => ({ endpoint, how, answer }))))(
  'OA15: an issuer whose $endpoint answers $how lets nobody in, in time',
  async ({ endpoint, answer }) => {
    const begun = performance.now()
    const outcome = await login(issuers.tenant({ [endpoint]: answer }))
    expect(['refused', 'unreachable']).toContain(outcome)
    expect(performance.now() - begun).toBeLessThan(10_000)
  },
)

test('OA15: a redirect of an issuer is not followed, and takes no secret elsewhere', async () => {
  const before = issuers.asked.length
  const elsewhere = issuers.tenant()
  await login(issuers.tenant({ token: text(307, '', { Location: `${elsewhere.issuer}/token` }) }))
  await login(
    issuers.tenant({ discovery: text(302, '', { Location: `${elsewhere.issuer}/.well-known/openid-configuration` }) }),
  )
  const path = new URL(elsewhere.issuer).pathname
  expect(issuers.asked.slice(before).filter((asked) => asked.startsWith(`${path}/`))).toEqual([])
})

const poisoned: readonly (readonly [string, Faults['metadata']])[] = [
  ['that calls itself another', { issuer: 'https://evil.example' }],
  ['that calls itself nothing', { issuer: undefined }],
  ['that has no place for tokens', { token_endpoint: undefined }],
  ['whose place for tokens is no address', { token_endpoint: 'javascript:alert(1)' }],
]

test.each(poisoned)('OA16: an issuer %s lets nobody in', async (_, metadata = {}) => {
  expect(['refused', 'unreachable']).toContain(await login(issuers.tenant({ metadata })))
})

test('OA15: one that failed once is asked again, and its metadata are kept once they came', async () => {
  let isDown = true
  const tenant = issuers.tenant({
    discovery: (response, usual) => (isDown ? sendJson(response, 503, {}) : usual()),
  })
  const { begin } = at(tenant)
  expect(await begin(newSecrets())).toBe('unreachable')
  isDown = false
  const before = issuers.asked.length
  for (let round = 0; round < 3; round++) expect(await begin(newSecrets())).toBeInstanceOf(URL)
  expect(issuers.asked.slice(before)).toHaveLength(1)
})

test('OA17: keys are fetched once for many logins, and a key there is not does not have them fetched each time', async () => {
  const asked = (tenant: Tenant) =>
    issuers.asked.filter((path) => path === `${new URL(tenant.issuer).pathname}/jwks`).length
  const many = async (faults: Faults) => {
    const tenant = issuers.tenant(faults)
    const { begin, finish } = at(tenant)
    for (let round = 0; round < 5; round++) {
      const secrets = newSecrets()
      await finish(tenant.authorize((await begin(secrets)) as URL), secrets)
    }
    return asked(tenant)
  }
  expect(await many({})).toBe(1)
  expect(await many({ header: { kid: 'another' } })).toBeLessThanOrEqual(2)
})
