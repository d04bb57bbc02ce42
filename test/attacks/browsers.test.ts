import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type Attacked, isAccepted } from './every-api.ts'
import { ada, type Login, logins } from './logins.ts'
import { credits, nebulaToken } from './nebula-block.ts'
import { session } from './numbers-station.ts'
import { type Got, newPlace, type Place, placeOf } from './place.ts'
import { bare, open, type ProtectedCall, pathOf, protectedCalls } from './protected-calls.ts'
import { lines, type RawAnswer, request, speak } from './wire.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

const foreign = 'https://evil.example'
const allowed = 'http://localhost:3000'
const formType = 'Content-Type: application/x-www-form-urlencoded'

/** What an answer lets a page of another origin read. */
function granted({ all }: Got) {
  return { origin: all('access-control-allow-origin'), credentials: all('access-control-allow-credentials') }
}

const nothing = { origin: [], credentials: [] }

/** An origin that may call an API, and what its answers grant it: everybody without cookies, or some with them. */
function callerOf({ contract }: Attacked) {
  const { origins, credentials } = contract.cors
  if (origins === 'any') return { origin: foreign, grants: { origin: ['*'], credentials: [] } }
  return { origin: allowed, grants: { origin: [allowed], credentials: credentials ? ['true'] : [] } }
}

function from(origin: string, sent: Sent): Sent {
  return { ...sent, headers: [...(sent.headers ?? []), ['Origin', origin]] }
}

function preflight(place: Place, path: string, origin: string, method: string): Promise<Got> {
  const asked = [
    ['Access-Control-Request-Method', method],
    ['Access-Control-Request-Headers', 'authorization, x-evil, cookie'],
  ] as const
  return place.send('OPTIONS', path, { headers: [['Origin', origin], ...asked] })
}

describe.each(protectedCalls)('$title', (protectedCall: ProtectedCall) => {
  const { origin, grants } = callerOf(protectedCall.api)

  test('CO07, CO12: a page that may call reads answers and refusals, and sends cookies only where it is listed', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const taken = await open(place, protectedCall, from(origin, good))
    expect([isAccepted(taken), granted(taken)]).toEqual([true, grants])
    const refused = [
      await open(place, protectedCall, from(origin, bare(good))),
      await place.send('PROPFIND', protectedCall.path, from(origin, bare(good))),
      await place.send('GET', `/${protectedCall.api.id}/nothing`, from(origin, {})),
    ]
    expect(refused.map((got) => [got.status, granted(got)])).toEqual([401, 405, 404].map((status) => [status, grants]))
  })

  test('CO10, CO11: a preflight needs no credential, and is granted what is documented and no more', async () => {
    const place = newPlace(server)
    const got = await preflight(place, pathOf(protectedCall, await protectedCall.authorize(place)), origin, 'DELETE')
    expect([got.status, got.text, granted(got)]).toEqual([204, '', grants])
    const methods = got.header('access-control-allow-methods')?.split(', ')
    expect(methods).toContain(protectedCall.method)
    expect(methods).toEqual(got.header('allow')?.split(', '))
    expect(got.header('access-control-allow-headers')).not.toMatch(/x-evil|cookie|\*/i)
    expect(Number(got.header('access-control-max-age'))).toBeLessThanOrEqual(7_200)
  })

  test('CK16: no answer may be stored, sniffed, framed or passed on, nor does it say what made it', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    for (const got of [
      await open(place, protectedCall, good),
      await open(place, protectedCall, bare(good)),
      await place.send('PROPFIND', protectedCall.path, bare(good)),
      await place.send('GET', `/${protectedCall.api.id}/nothing`),
    ])
      expect([got.status, standing(got.all)]).toEqual([got.status, expected])
  })
})

const closed = protectedCalls.filter(({ api }) => api.contract.cors.origins !== 'any')

describe.each(closed)('$title', (protectedCall: ProtectedCall) => {
  test('CO02, CO03, CO13: for a page of another origin nothing is run, and nothing granted', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    for (const other of [foreign, 'null', 'http://localhost:3001', 'http://127.0.0.1:3000']) {
      const got = await open(place, protectedCall, from(other, good))
      expect([other, got.status, granted(got)]).toEqual([other, 403, nothing])
      expect((await preflight(place, pathOf(protectedCall, good), other, protectedCall.method)).status).toBe(403)
    }
  })
})

describe.each(logins.filter(({ api }) => api.contract.cors.origins !== 'any'))('$title', (login: Login) => {
  test('CK09, CK10: a page of another site logs nobody in, whatever it sends', async () => {
    const place = newPlace(server)
    const good = login.request(ada[login.name], ada.password)
    for (const headers of [[['Origin', foreign]], [['Origin', 'null']], [['Sec-Fetch-Site', 'cross-site']]] as const) {
      const got = await place.send('POST', login.path, { ...good, headers })
      expect([headers, got.status, got.all('set-cookie')]).toEqual([headers, 403, []])
    }
    const raw = { type: 'text/plain', body: 'username=ada&password=x' }
    expect((await place.send('POST', login.path, { raw })).status).toBe(415)
  })

  test('CK11, CK12: what is no browser may log in, by POST alone', async () => {
    const place = newPlace(server)
    const good = login.request(ada[login.name], ada.password)
    expect(isAccepted(await place.send('POST', login.path, good))).toBe(true)
    const got = await place.send('GET', login.path, { query: { username: ada[login.name], password: ada.password } })
    expect([got.status, got.all('set-cookie')]).toEqual([405, []])
  })
})

/** The headers that every answer has, and those that none has. */
function standing(all: (name: string) => string[]): string[][] {
  const none = ['x-powered-by', 'server', 'etag']
  return ['x-content-type-options', 'content-security-policy', 'referrer-policy', 'cache-control', ...none].map(all)
}

const expected = [
  ['nosniff'],
  ["default-src 'none'; frame-ancestors 'none'"],
  ['no-referrer'],
  ['no-store'],
  [],
  [],
  [],
]

test('CK16: every answer of the server forbids sniffing, framing, storing and referring, errors of all kinds too', async () => {
  const bearer = `Authorization: Bearer ${await nebulaToken(newPlace(server))}`
  const answers: Record<string, RawAnswer | 'closed'> = {
    success: await speak(server.port, request(`GET ${credits}`, [bearer])),
    unauthenticated: await speak(server.port, request(`GET ${credits}`)),
    unknown: await speak(server.port, request('GET /nebula-block/nothing')),
    'outside every API': await speak(server.port, request('GET /nothing')),
    method: await speak(server.port, request(`PUT ${credits}`)),
    'media type': await speak(server.port, request(`POST ${session}`, ['Content-Type: text/plain'], 'x')),
    'too large': await speak(server.port, request(`POST ${session}`, [formType], 'x'.repeat(20_000))),
    foreign: await speak(server.port, request(`POST ${session}`, ['Origin: null'])),
    preflight: await speak(
      server.port,
      request(`OPTIONS ${session}`, [`Origin: ${allowed}`, 'Access-Control-Request-Method: POST']),
    ),
    misdirected: await speak(server.port, request('GET http://evil.example/')),
    ambiguous: await speak(server.port, request('GET /', ['Host: localhost'])),
    unreadable: await speak(server.port, 'no HTTP\r\n\r\n'),
    health: await speak(server.port, request('GET /healthz')),
    control: await speak(server.port, request('GET /sandbox/v1/clock')),
  }
  for (const [name, answer] of Object.entries(answers)) {
    expect([name, standing((header) => lines(answer as RawAnswer, header))]).toEqual([name, expected])
    const [type = ''] = lines(answer as RawAnswer, 'content-type')
    expect([name, type]).toEqual([
      name,
      expect.stringMatching(name === 'preflight' ? /^$/ : /^application\/(problem\+)?json; charset=utf-8$/),
    ])
  }
})

test('CK16: the pages of the development provider run no script and are framed by nobody', async () => {
  const pages = [
    '/idp/interaction/none',
    '/idp/auth?client_id=x',
    '/idp/style.css',
    '/idp/nothing',
    '/idp/token',
    '/idp/jwks',
    '/idp/.well-known/openid-configuration',
  ]
  for (const path of pages) {
    const got = await placeOf(server, '').send('GET', path)
    expect([path, got.header('x-content-type-options'), got.header('referrer-policy')]).toEqual([
      path,
      'nosniff',
      'no-referrer',
    ])
    if (/html/.test(got.header('content-type') ?? ''))
      expect([path, got.header('content-security-policy')]).toEqual([
        path,
        expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      ])
  }
})
