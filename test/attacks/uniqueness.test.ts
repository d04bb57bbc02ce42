import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { ada, logins, tryLogin } from './logins.ts'
import { apiKeys, nebulaToken } from './nebula-block.ts'
import { demoKey, keyExchange, numbersCookie, oauth, sentCookie } from './numbers-station.ts'
import { type Got, newPlace, type Place, stillPlace } from './place.ts'
import { open, type ProtectedCall, protectedCalls, secretOf } from './protected-calls.ts'

let server: TestServer
let place: Place

beforeAll(async () => {
  server = await startTestServer()
  place = newPlace(server)
})

afterAll(async () => {
  await server.stop()
})

test.each(protectedCalls)(
  'TL26: no $title is issued twice, even in one moment',
  async (protectedCall: ProtectedCall) => {
    const still = await stillPlace(server)
    const count = 10
    const secrets: string[] = []
    for (let issue = 0; issue < count; issue++)
      secrets.push(secretOf(protectedCall, await protectedCall.authorize(still)))
    // One that is shown again at each login was not issued anew.
    expect([1, count]).toContain(new Set(secrets).size)
    expect(secrets.filter((secret) => secret.length < 22)).toEqual([])
  },
)

test.each(protectedCalls)(
  'TL25: no answer to a $title may be stored, by any cache, old or new',
  async (protectedCall: ProtectedCall) => {
    const place = newPlace(server)
    expectNotStored(await open(place, protectedCall, await protectedCall.authorize(place)))
    expectNotStored(await open(place, protectedCall, {}))
  },
)

test.each(logins)('TL25: no answer at $title may be stored, by any cache, old or new', async (login) => {
  const place = newPlace(server)
  expectNotStored(await tryLogin(place, login, ada[login.name], ada.password))
  expectNotStored(await tryLogin(place, login, ada[login.name], 'wrong-password'))
})

function expectNotStored({ all }: Got): void {
  const headers = ['cache-control', 'etag', 'last-modified', 'expires'].map((name) => all(name))
  expect(headers).toEqual([['no-store'], [], [], []])
}

/** How many of each are looked at; `newSecret`, which makes them, is held to ten thousand. */
const issues = 200

async function bearerToken(): Promise<string> {
  const query = { account_name: 'acme', email: ada.email }
  const got = await place.send('POST', keyExchange, { headers: [['X-API-Key', demoKey]], query })
  return (got.json as { access_token: string }).access_token
}

async function loginAddress(): Promise<{ address: URL; binding: string }> {
  const got = await place.send('GET', `${oauth}?provider=google`)
  return { address: new URL(String(got.json)), binding: sentCookie(got, 'login_id').slice('login_id='.length) }
}

/** Each key deletes itself, since an account may have a hundred. */
function nebulaKeys(): () => Promise<readonly string[]> {
  let token: Promise<string> | undefined
  return async () => {
    token ??= nebulaToken(place)
    const bearer = await token
    const got = await place.send('POST', apiKeys, { bearer, json: { name: 'x' } })
    const { key, id } = (got.json as { data: { key: string; id: number } }).data
    await place.send('DELETE', `${apiKeys}/${id}`, { bearer })
    return [key.slice('ak_'.length)]
  }
}

/** Random texts that are issued without a password to check first, so that hundreds can be had. */
const makers: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'bearer tokens of Numbers Station': async () => [await bearerToken()],
  'keys of Numbers Station': async () => [await place.hooks('numbers-station').issueKey('globex')],
  'states, nonces and challenges of a login': async () => {
    const { address, binding } = await loginAddress()
    return [...['state', 'nonce', 'code_challenge'].map((name) => address.searchParams.get(name) ?? ''), binding]
  },
  'keys of Nebula Block': nebulaKeys(),
}

async function many(make: () => Promise<readonly string[]>, count: number): Promise<string[]> {
  const found: string[] = []
  const worker = async () => {
    while (found.length < count) found.push(...(await make()))
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return found
}

test.each(Object.keys(makers))(
  'TL26, CK05, OA08: %s are 256 bits without a pattern, and never the same twice',
  async (name) => {
    const texts = await many(makers[name] ?? (async () => []), issues)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.filter((text) => !/^[A-Za-z0-9_-]{43}$/.test(text))).toEqual([])
    expect(unevenness(texts.map((text) => Buffer.from(text, 'base64url')))).toBeLessThan(400)
  },
)

/** Chi-square of the bytes against an even spread over 256 values: 255 on average, over 400 once in 10^8 runs. */
function unevenness(secrets: readonly Buffer[]): number {
  const counts = new Array<number>(256).fill(0)
  for (const byte of Buffer.concat(secrets)) counts[byte] = (counts[byte] ?? 0) + 1
  const even = counts.reduce((sum, count) => sum + count, 0) / 256
  return counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0)
}

test('CK05: cookies are as random, and tell nothing of whom they are for', async () => {
  const values: string[] = []
  while (values.length < 10) values.push(await numbersCookie(place))
  expect(new Set(values).size).toBe(10)
  expect(values.filter((value) => !/^session_id=[A-Za-z0-9_-]{43}$/.test(value))).toEqual([])
})
