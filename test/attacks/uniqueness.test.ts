import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoKey } from '../../src/apis/numbers-station/demo.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import { ada, nebulaKey, nebulaToken, numbersCookie, passwordLogins, sentCookie, tryLogin } from './logins.ts'
import { type Got, newPlace, type Place } from './place.ts'

let house: TestHouse
let place: Place

beforeAll(async () => {
  house = await startTestHouse()
  place = newPlace(house)
})

afterAll(async () => {
  await house.stop()
})

const issues = 2_000

const exchange = '/numbers-station/api/v1/login/access-token/api-key?account_name=acme&email=ada%40example.com'

async function bearerToken(): Promise<string> {
  const got = await place.send('POST', exchange, { headers: [['X-API-Key', demoKey]] })
  return (got.json as { access_token: string }).access_token
}

async function loginAddress(): Promise<{ address: URL; binding: string }> {
  const got = await place.send('GET', '/numbers-station/api/v1/login/session/oauth?provider=google')
  return { address: new URL(String(got.json)), binding: sentCookie(got, 'login_id').slice('login_id='.length) }
}

/** Every random text that is handed out without a password to check first, so that thousands can be had. */
const makers: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'bearer tokens of Numbers Station': async () => [await bearerToken()],
  'keys of Numbers Station': async () => [await place.hooks('numbers-station').issueKey('globex')],
  'states, nonces and challenges of a login': async () => {
    const { address, binding } = await loginAddress()
    return [...['state', 'nonce', 'code_challenge'].map((name) => address.searchParams.get(name) ?? ''), binding]
  },
  'keys of Nebula Block': nebulaKeys(),
}

/** Each key deletes itself, since an account may have a hundred. */
function nebulaKeys(): () => Promise<readonly string[]> {
  let token: Promise<string> | undefined
  return async () => {
    token ??= nebulaToken(place)
    const bearer = await token
    const got = await place.send('POST', '/nebula-block/api/v1/api-keys', { bearer, json: { name: 'x' } })
    const { key, id } = (got.json as { data: { key: string; id: number } }).data
    await place.send('DELETE', `/nebula-block/api/v1/api-keys/${id}`, { bearer })
    return [key.slice('ak_'.length)]
  }
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
  'TL26, CK05: %s are 256 bits without a pattern, and never the same twice',
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

test('TL26, CK05: cookies are as random, and tell nothing of whom they are for', async () => {
  const values = await Promise.all(Array.from({ length: 40 }, () => numbersCookie(place)))
  expect(new Set(values).size).toBe(40)
  expect(values.filter((value) => !/^session_id=[A-Za-z0-9_-]{43}$/.test(value))).toEqual([])
})

test('TL26: two tokens of one second differ, each with a name of its own of 128 bits', async () => {
  const [still] = [newPlace(house)]
  await still.control('PATCH', '/clock', { frozen: true })
  const tokens = await Promise.all(Array.from({ length: 40 }, () => nebulaToken(still)))
  const names = tokens.map(
    (token) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).jti as string,
  )
  expect(new Set(tokens).size).toBe(40)
  expect(new Set(names).size).toBe(40)
  expect(names.filter((name) => !/^[A-Za-z0-9_-]{22}$/.test(name))).toEqual([])
})

test('TL25: no answer that carries a credential may be stored, by any cache, old or new', async () => {
  const key = await place.hooks('numbers-station').issueKey('acme')
  const bearer = await nebulaToken(place)
  const carrying: Record<string, Got> = {
    nebula: await tryLogin(place, passwordLogins[0], ada.login, ada.password),
    'nebula key': await place.send('POST', '/nebula-block/api/v1/api-keys', { bearer, json: { name: 'x' } }),
    session: await tryLogin(place, passwordLogins[1], ada.email, ada.password),
    token: await tryLogin(place, passwordLogins[2], ada.email, ada.password),
    exchange: await place.send('POST', exchange, { headers: [['X-API-Key', key]] }),
    oauth: await place.send('GET', '/numbers-station/api/v1/login/session/oauth?provider=google'),
    key: await place.control('POST', '/apis/numbers-station/keys', { owner: 'acme' }),
    refused: await tryLogin(place, passwordLogins[0], ada.login, 'wrong'),
  }
  for (const [name, got] of Object.entries(carrying)) {
    expect([name, got.all('cache-control')]).toEqual([name, ['no-store']])
    expect([name, got.all('etag'), got.all('last-modified'), got.all('expires')]).toEqual([name, [], [], []])
  }
  expect(await nebulaKey(place, bearer)).toMatch(/^ak_/)
})
