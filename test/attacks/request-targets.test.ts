import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type TestHouse } from '../house.ts'
import { credits, me, nebulaKey, nebulaToken, numbersToken, passwordLogins } from './logins.ts'
import { newPlace } from './place.ts'
import { mutations } from './request-targets.ts'
import { type RawAnswer, request, speak } from './wire.ts'

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse({ controlToken: 'x'.repeat(43) })
})

afterAll(async () => {
  await house.stop()
})

const secured = [
  credits,
  '/nebula-block/api/v1/api-keys',
  me,
  '/numbers-station/api/v1/logout/session',
  '/sandbox/v1/worlds',
  '/sandbox/v1/apis/nebula-block/accounts',
]

/** Answers to requests without a credential, a few at a time. */
async function answers(requests: readonly string[]): Promise<[string, RawAnswer | 'closed'][]> {
  const waiting = [...requests]
  const found: [string, RawAnswer | 'closed'][] = []
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      found.push([next, await speak(house.port, next)])
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return found
}

function isRefused(answer: RawAnswer | 'closed'): boolean {
  return answer !== 'closed' && answer.status >= 400 && answer.status < 500
}

test.each(secured)('AB03, AB04: no spelling of %s opens it without a credential', async (path) => {
  const targets = mutations(path)
  expect(targets.length).toBeGreaterThan(300)
  const requests = targets.flatMap((target) => ['GET', 'HEAD'].map((method) => request(`${method} ${target}`)))
  const opened = (await answers(requests)).filter(([, answer]) => !isRefused(answer))
  expect(opened).toEqual([])
})

test('AB03: the absolute form of our own address is the same resource, whatever the Host beside it', async () => {
  const place = newPlace(house)
  const bearer = [`Authorization: Bearer ${await nebulaToken(place)}`]
  for (const authority of ['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]', 'nebula-block.localhost']) {
    const path = authority.startsWith('nebula') ? credits.replace('/nebula-block', '') : credits
    const target = `GET http://${authority}${place.root}${path}`
    expect(await speak(house.port, request(target, bearer))).toMatchObject({ status: 200 })
    expect(await speak(house.port, request(target))).toMatchObject({ status: 401 })
  }
})

test('AB03: a foreign or impossible authority is refused as misdirected, in either place', async () => {
  const bearer = [`Authorization: Bearer ${await nebulaToken(newPlace(house))}`]
  const foreign = [
    'evil.example',
    'localhost.evil.example',
    'evil.localhost',
    'localhost@evil.example',
    'localhost:99999',
    'localhost:',
    '127.0.0.2',
    '2130706433',
    '[::2]',
    'localhost.',
  ]
  for (const authority of foreign) {
    const absolute = await speak(house.port, request(`GET http://${authority}${credits}`, bearer))
    const named = await speak(
      house.port,
      request(`GET ${credits}`, bearer).replace('Host: localhost', `Host: ${authority}`),
    )
    const refused = { status: 421, body: expect.stringContaining('"status":"failed"') }
    expect([authority, absolute, named]).toMatchObject([authority, refused, refused])
  }
})

test('AB05: nothing stands outside the contracts, and what is refused there is no page', async () => {
  const place = newPlace(house)
  const outside = [
    '/',
    '/docs.html',
    '/metrics',
    '/.git/HEAD',
    '/.env',
    '/openapi.json',
    '/swagger.json',
    '/api-docs',
    '/server-status',
    '/package.json',
    '/src/cli/main.ts',
    '/.latchkey/secret',
    '/nebula-block',
    '/nebula-block/',
    '/sandbox',
    '/sandbox/v1',
    '/khe/v1.0/users',
    '/idp/undocumented',
  ]
  for (const path of outside) {
    const got = await place.send('GET', path)
    expect([path, got.status, got.header('content-type')]).toEqual([path, 404, expect.stringMatching(/json/)])
  }
})

test('AB07: no header, query or field makes one method another', async () => {
  const place = newPlace(house)
  const bearer = await nebulaToken(place)
  await nebulaKey(place, bearer)
  const list = async () => (await place.send('GET', '/nebula-block/api/v1/api-keys', { bearer })).text
  const before = await list()
  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    const got = await place.send('POST', '/nebula-block/api/v1/api-keys/2', { bearer, headers: [[name, 'DELETE']] })
    expect(got.status).toBe(405)
    const read = await place.send('GET', '/nebula-block/api/v1/api-keys', { bearer, headers: [[name, 'POST']] })
    expect(read.text).toBe(before)
  }
  expect(
    (
      await place.send('POST', '/nebula-block/api/v1/api-keys', {
        bearer,
        query: '_method=DELETE',
        json: { name: 'x' },
      })
    ).status,
  ).toBe(400)
  expect(await list()).toBe(before)
})

/** What proxies add and some servers believe. */
const proxyHeaders = [
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Prefix', '/evil'],
  ['Forwarded', 'for=127.0.0.1;host=evil.example;proto=https'],
  ['X-Original-URL', '/nebula-block/api/v1/login'],
  ['X-Rewrite-URL', '/nebula-block/api/v1/login'],
  ['X-Original-Host', 'evil.example'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-User-ID', '20'],
  ['X-Remote-User', 'grace'],
  ['X-Client-Cert', 'grace'],
] as const

test('AB08: headers that proxies set open nothing and change no address that is handed out', async () => {
  const place = newPlace(house)
  for (const path of secured)
    expect([path, (await place.send('GET', path, { headers: proxyHeaders })).status]).not.toEqual([path, 200])
  const begin = '/numbers-station/api/v1/login/session/oauth?provider=google'
  const [plain, proxied] = [await place.send('GET', begin), await place.send('GET', begin, { headers: proxyHeaders })]
  const callback = (json: unknown) => new URL(String(json)).searchParams.get('redirect_uri')
  expect(callback(proxied.json)).toBe(callback(plain.json))
  const bearer = 'x'.repeat(43)
  const [own, asked] = await Promise.all(
    [{}, { headers: proxyHeaders }].map((sent) => place.send('GET', '/sandbox/v1/apis', { bearer, ...sent })),
  )
  expect(asked?.text).toBe(own?.text)
})

test('AB08, BF05: an address that a header claims is not the one that failures are counted under', async () => {
  const place = newPlace(house)
  const statuses: number[] = []
  for (let failure = 0; failure < 6; failure++) {
    const headers = [
      ['X-Forwarded-For', `10.0.0.${failure}`],
      ['Forwarded', `for=10.0.0.${failure}`],
      ['X-Real-IP', `10.0.0.${failure}`],
    ] as const
    const got = await place.send('POST', passwordLogins[0].path, {
      form: { username: 'ada', password: 'wrong' },
      headers,
    })
    statuses.push(got.status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})

test('AB16: whatever the account in the path is made to look like, a user is only ever one of its own', async () => {
  const place = newPlace(house)
  const bearer = [`Authorization: Bearer ${await numbersToken(place)}`]
  const orgs = `${place.root}/numbers-station/api/v3/orgs`
  const names = [
    'globex',
    'nobody',
    'ACME',
    '../orgs/globex',
    'acme%2f..%2fglobex',
    'acme/../globex',
    'acme%00',
    'acme%00/globex',
    'globex%00acme',
    'acme;globex',
    'acme,globex',
    '%2e%2e',
    '*',
    'acme%20',
    '%EF%BD%81cme',
    'acme%C0%80',
    "acme'--",
    '__proto__',
    'constructor',
    '0',
    'null',
    'undefined',
  ]
  for (const name of names) {
    const answer = await speak(house.port, request(`GET ${orgs}/${name}/users/me`, bearer))
    expect([name, answer]).toMatchObject([
      name,
      { status: expect.toSatisfy((status) => [403, 404, 422].includes(status)) },
    ])
  }
  const [other, none] = await Promise.all(
    ['globex', 'nobody'].map((name) => speak(house.port, request(`GET ${orgs}/${name}/users/me`, bearer))),
  )
  expect([(other as RawAnswer).status, (other as RawAnswer).body]).toEqual([
    (none as RawAnswer).status,
    (none as RawAnswer).body,
  ])
})
