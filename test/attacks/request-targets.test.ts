import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { apis } from './every-api.ts'
import { oauth } from './numbers-station.ts'
import { newPlace } from './place.ts'
import { authorization, pathOf, protectedCalls } from './protected-calls.ts'
import { mutations } from './request-targets.ts'
import { type RawAnswer, request, speak } from './wire.ts'

let server: TestServer
/** One without a control token, whose worlds can be changed. */
let open: TestServer

beforeAll(async () => {
  server = await startTestServer({ controlToken: 'x'.repeat(43) })
  open = await startTestServer()
})

afterAll(async () => {
  await server.stop()
  await open.stop()
})

const readable = protectedCalls.filter(({ method }) => method === 'GET')

/** What a credential opens, and what only the owner may see. */
const secured = [
  ...new Set(readable.map((protectedCall) => pathOf(protectedCall, { path: { account_name: 'acme' } }))),
  '/sandbox/v1/apis/nebula-block/accounts',
]

/** Answers to requests without a credential, a few at a time. */
async function answers(requests: readonly string[]): Promise<[string, RawAnswer | 'closed'][]> {
  const waiting = [...requests]
  const found: [string, RawAnswer | 'closed'][] = []
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      found.push([next, await speak(server.port, next)])
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

function membersOf(answer: RawAnswer | 'closed'): string[] {
  return answer === 'closed' ? [] : Object.keys(JSON.parse(answer.body))
}

const headerCalls = readable.filter(({ scheme }) => scheme === 'bearer' || scheme === 'basic')

describe.each(headerCalls)('$title', (protectedCall) => {
  test('AB03: the absolute form of our own address is the same resource, whatever the Host beside it', async () => {
    const place = newPlace(open)
    const sent = await protectedCall.authorize(place)
    const good = [`Authorization: ${authorization(sent)}`]
    const path = pathOf(protectedCall, sent)
    const own = `${protectedCall.api.id}.localhost`
    for (const authority of ['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]', own]) {
      const target = `GET http://${authority}${place.root}${authority === own ? path.replace(`/${protectedCall.api.id}`, '') : path}`
      expect([authority, await speak(open.port, request(target, good))]).toMatchObject([authority, { status: 200 }])
      expect([authority, await speak(open.port, request(target))]).toMatchObject([authority, { status: 401 }])
    }
  })

  test('AB03: a foreign or impossible authority is refused as misdirected in the form of the API, in either place', async () => {
    const sent = await protectedCall.authorize(newPlace(open))
    const good = [`Authorization: ${authorization(sent)}`]
    const members = membersOf(await speak(open.port, request(`GET ${pathOf(protectedCall, sent)}/unknown`, good)))
    for (const authority of foreign) {
      const absolute = await speak(open.port, request(`GET http://${authority}${pathOf(protectedCall, sent)}`, good))
      const named = await speak(
        open.port,
        request(`GET ${pathOf(protectedCall, sent)}`, good).replace('Host: localhost', `Host: ${authority}`),
      )
      expect([authority, absolute, named]).toMatchObject([authority, { status: 421 }, { status: 421 }])
      for (const refused of [absolute, named]) {
        expect(membersOf(refused)).toEqual(members)
        expect((refused as RawAnswer).body).toContain('--allow-host')
      }
    }
  })
})

/** Authorities that are not ours, or none at all. */
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

test('AB05: nothing stands outside the contracts, and what is refused there is no page', async () => {
  const place = newPlace(server)
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
    '/idp/undocumented',
    ...apis.flatMap(({ id, contract }) =>
      ['', '/', contract.basePath, '/docs', '/metrics', '/openapi.json', `${contract.basePath}/undocumented`].map(
        (path) => `/${id}${path}`,
      ),
    ),
  ]
  for (const path of outside) {
    const got = await place.send('GET', path)
    expect([path, got.status, got.header('content-type')]).toEqual([path, 404, expect.stringMatching(/json/)])
  }
})

test('AB08: headers that proxies set change no address that is issued', async () => {
  const place = newPlace(open)
  const headers = [
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Prefix', '/evil'],
    ['Forwarded', 'for=127.0.0.1;host=evil.example;proto=https'],
    ['X-Original-Host', 'evil.example'],
  ] as const
  const callback = (json: unknown) => new URL(String(json)).searchParams.get('redirect_uri')
  const [plain, proxied] = await Promise.all(
    [{}, { headers }].map((sent) => place.send('GET', `${oauth}?provider=google`, sent)),
  )
  expect(callback(proxied?.json)).toBe(callback(plain?.json))
  const [own, asked] = await Promise.all([{}, { headers }].map((sent) => place.send('GET', '/sandbox/v1/apis', sent)))
  expect(asked?.text).toBe(own?.text)
  expect(own?.status).toBe(200)
})
