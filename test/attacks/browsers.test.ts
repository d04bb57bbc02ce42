import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type TestHouse } from '../house.ts'
import { ada, credits, me, nebulaToken, numbersCookie, passwordLogins } from './logins.ts'
import { newPlace, placeOf } from './place.ts'
import { lines, type RawAnswer, request, speak } from './wire.ts'

let house: TestHouse
/** A house that is not on loopback by what it believes of itself: it has other names and a control token. */
let guarded: TestHouse

const controlToken = 'control-token-of-thirty-two-characters-or-more'

beforeAll(async () => {
  house = await startTestHouse()
  guarded = await startTestHouse({ controlToken, hosts: ['latchkey.test'] })
})

afterAll(async () => {
  await house.stop()
  await guarded.stop()
})

const session = passwordLogins[1].path
const allowed = 'http://localhost:3000'
const form = `username=${encodeURIComponent(ada.email)}&password=${ada.password}`
const formType = 'Content-Type: application/x-www-form-urlencoded'

/** Everything about an answer that lets a page read it, or a browser keep something. */
function granted(answer: RawAnswer | 'closed') {
  if (answer === 'closed') return answer
  const { status } = answer
  return {
    status,
    origin: lines(answer, 'access-control-allow-origin'),
    credentials: lines(answer, 'access-control-allow-credentials'),
    cookies: lines(answer, 'set-cookie'),
  }
}

const nothing = { status: 403, origin: [], credentials: [], cookies: [] }

const oddOrigins: readonly (readonly [string, readonly string[]])[] = [
  ['the allowed one twice', [`Origin: ${allowed}`, `Origin: ${allowed}`]],
  ['the allowed one, then another', [`Origin: ${allowed}`, 'Origin: https://evil.example']],
  ['another, then the allowed one', ['Origin: https://evil.example', `Origin: ${allowed}`]],
  ['both in a line', [`Origin: ${allowed}, https://evil.example`]],
  ['both with a blank', [`Origin: ${allowed} https://evil.example`]],
  ['the allowed one with a path', [`Origin: ${allowed}/x`]],
  ['the allowed one with a query', [`Origin: ${allowed}?x`]],
  ['the allowed one with a fragment', [`Origin: ${allowed}#x`]],
  ['the allowed one as a user', ['Origin: http://localhost:3000@evil.example']],
  ['the allowed one with a backquote', ['Origin: http://localhost%60:3000']],
  ['the allowed one with a dot', ['Origin: http://localhost.:3000']],
  ['the allowed one with a zero before its port', ['Origin: http://localhost:03000']],
  ['the allowed one in another alphabet', [Buffer.from('Origin: http://lоcalhost:3000').toString('latin1')]],
  ['the allowed one with a wildcard', ['Origin: *']],
  ['a pattern', ['Origin: http://.*']],
  ['null in capitals', ['Origin: NULL']],
  ['8 kB', [`Origin: http://${'x'.repeat(8_000)}`]],
  ['bytes beyond ASCII', ['Origin: http://\u00e9vil.example']],
  ['a constructor', ['Origin: constructor']],
]

test.each(oddOrigins)('CO06: %s is a foreign origin, for which nothing is run', async (_, origin) => {
  const answer = await speak(house.port, Buffer.from(request(`POST ${session}`, [formType, ...origin], form), 'latin1'))
  expect(granted(answer)).toEqual(nothing)
  const preflight = await speak(
    house.port,
    Buffer.from(request(`OPTIONS ${session}`, [...origin, 'Access-Control-Request-Method: POST']), 'latin1'),
  )
  expect(granted(preflight)).toEqual(nothing)
})

test('CO06: an empty name in the allow-list, or one that is no origin, cannot be set', async () => {
  const place = newPlace(house)
  for (const origin of [
    '',
    '*',
    'null',
    'http://*',
    'http://localhost:3000/',
    'https://evil.example\r\nX: y',
    'file://',
    'http://LOCALHOST',
    'javascript:',
  ])
    expect([
      origin,
      (await place.control('PATCH', '/apis/numbers-station/settings', { allowedOrigins: [origin] })).status,
    ]).toEqual([origin, 400])
})

test('CO07: no answer of a cookie API ever allows all origins, with or without credentials', async () => {
  const cookie = `Cookie: ${await numbersCookie(newPlace(house))}`
  for (const origin of [[], [`Origin: ${allowed}`], ['Origin: null'], ['Origin: *']]) {
    for (const line of [`GET ${me}`, `OPTIONS ${me}`, `PUT ${me}`, 'GET /numbers-station/nothing', `POST ${session}`]) {
      const answer = (await speak(house.port, request(line, [...origin, cookie]))) as RawAnswer
      expect([line, lines(answer, 'access-control-allow-origin')]).not.toEqual([line, ['*']])
      expect([line, lines(answer, 'vary')]).toEqual([line, ['Origin']])
    }
  }
})

/** What may stand in a Cookie header that is no session. */
const malformed: readonly (readonly [string, readonly string[], number])[] = [
  ['a per cent sign', ['session_id=%'], 401],
  ['nothing', ['session_id='], 401],
  ['only a name', ['session_id'], 401],
  ['quotes', ['session_id="x"'], 401],
  ['a comma', ['session_id=a,b'], 401],
  ['a blank', ['session_id=a b'], 401],
  ['an object', ['session_id[]=x'], 401],
  ['a prototype', ['__proto__=x; constructor=y; session_id=__proto__'], 401],
  ['bytes beyond ASCII', ['session_id=\u00e9'], 401],
  ['a tab', ['session_id=a\tb'], 401],
  ['8 kB', [`session_id=${'x'.repeat(8_000)}`], 401],
  ['20 kB', [`session_id=${'x'.repeat(20_000)}`], 431],
  ['500 pairs', [Array.from({ length: 500 }, (_, at) => `c${at}=x`).join('; ')], 401],
  ['500 of the name', [Array.from({ length: 500 }, () => 'session_id=x').join(';')], 401],
  ['500 lines', Array.from({ length: 500 }, (_, at) => `c${at}=x`), 401],
  ['semicolons', [';;;;=;=;'], 401],
  ['a NUL', ['session_id=a\0b'], 400],
]

test.each(malformed)('CK07: %s in a Cookie is no session, and no fault', async (_, cookies, status) => {
  const answer = await speak(
    house.port,
    Buffer.from(
      request(
        `GET ${me}`,
        cookies.map((cookie) => `Cookie: ${cookie}`),
      ),
      'latin1',
    ),
  )
  expect(answer).toMatchObject({ status })
})

test('CK06: a session beside anything else of its name is no session, in one line or two', async () => {
  const good = await numbersCookie(newPlace(house))
  const tossed = [
    [`Cookie: ${good}; session_id=evil`],
    [`Cookie: session_id=evil; ${good}`],
    [`Cookie: ${good}`, 'Cookie: session_id=evil'],
    [`Cookie: ${good}; ${good}`],
    [`Cookie: session_id=; ${good}`],
  ]
  for (const cookies of tossed)
    expect(await speak(house.port, request(`GET ${me}`, cookies))).toMatchObject({ status: 401 })
})

test('CK05, CK15: every cookie is opaque, short, for HTTPS alone and out of reach of scripts, on any host', async () => {
  for (const [port, host] of [
    [house.port, 'localhost'],
    [guarded.port, 'latchkey.test'],
    [guarded.port, 'numbers-station.latchkey.test'],
  ] as const) {
    const path = (rest: string) => (host.startsWith('numbers') ? rest.replace('/numbers-station', '') : rest)
    for (const query of ['', '?third_party=true']) {
      const answers = [
        await speak(
          port,
          request(`POST ${path(session)}${query}`, [formType], form).replace('Host: localhost', `Host: ${host}`),
        ),
        await speak(
          port,
          request(
            `GET ${path('/numbers-station/api/v1/login/session/oauth')}${query || '?third_party=false'}&provider=google`,
          ).replace('Host: localhost', `Host: ${host}`),
        ),
      ] as RawAnswer[]
      for (const answer of answers) {
        const [cookie = ''] = lines(answer, 'set-cookie')
        expect(cookie).toMatch(
          /^(session|login)_id=[A-Za-z0-9_-]{43}; Max-Age=\d+; Path=[^;]+; Secure; HttpOnly; SameSite=(Lax|None)$/,
        )
        expect(cookie.includes('SameSite=None')).toBe(query.includes('true'))
      }
    }
  }
})

test('CK16: every answer of the server forbids sniffing, framing, storing and referring, errors of all kinds too', async () => {
  const bearer = `Authorization: Bearer ${await nebulaToken(newPlace(house))}`
  const answers: Record<string, RawAnswer | 'closed'> = {
    success: await speak(house.port, request(`GET ${credits}`, [bearer])),
    unauthenticated: await speak(house.port, request(`GET ${credits}`)),
    unknown: await speak(house.port, request('GET /nebula-block/nothing')),
    'outside every API': await speak(house.port, request('GET /nothing')),
    method: await speak(house.port, request(`PUT ${credits}`)),
    'media type': await speak(house.port, request(`POST ${session}`, ['Content-Type: text/plain'], 'x')),
    'too large': await speak(house.port, request(`POST ${session}`, [formType], 'x'.repeat(20_000))),
    foreign: await speak(house.port, request(`POST ${session}`, ['Origin: null'])),
    preflight: await speak(
      house.port,
      request(`OPTIONS ${session}`, [`Origin: ${allowed}`, 'Access-Control-Request-Method: POST']),
    ),
    misdirected: await speak(house.port, request('GET http://evil.example/')),
    ambiguous: await speak(house.port, request('GET /', ['Host: localhost'])),
    unreadable: await speak(house.port, 'no HTTP\r\n\r\n'),
    health: await speak(house.port, request('GET /healthz')),
    control: await speak(house.port, request('GET /sandbox/v1/clock')),
  }
  for (const [name, answer] of Object.entries(answers)) {
    const headers = [
      'x-content-type-options',
      'content-security-policy',
      'referrer-policy',
      'cache-control',
      'x-powered-by',
      'server',
      'etag',
    ].map((header) => lines(answer as RawAnswer, header))
    expect([name, headers]).toEqual([
      name,
      [['nosniff'], ["default-src 'none'; frame-ancestors 'none'"], ['no-referrer'], ['no-store'], [], [], []],
    ])
    const [type] = lines(answer as RawAnswer, 'content-type')
    expect([name, type === undefined ? '' : type]).toEqual([
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
    const got = await placeOf(house, '').send('GET', path)
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
