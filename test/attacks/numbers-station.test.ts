import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { visible } from './every-api.ts'
import { ada } from './logins.ts'
import { demoKey, keyExchange, me, numbersCookie, numbersToken, oauth, sentCookie, session } from './numbers-station.ts'
import { type Got, newPlace, type Place, placeOf, stillPlace } from './place.ts'
import { lines, type RawAnswer, request, speak } from './wire.ts'

let server: TestServer
/** A server that is not on loopback by what it believes of itself: it has other names and a control token. */
let guarded: TestServer

beforeAll(async () => {
  server = await startTestServer()
  guarded = await startTestServer({
    controlToken: 'control-token-of-thirty-two-characters-or-more',
    hosts: ['latchkey.test'],
  })
})

afterAll(async () => {
  await server.stop()
  await guarded.stop()
})

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
  const answer = await speak(
    server.port,
    Buffer.from(request(`POST ${session}`, [formType, ...origin], form), 'latin1'),
  )
  expect(granted(answer)).toEqual(nothing)
  const preflight = await speak(
    server.port,
    Buffer.from(request(`OPTIONS ${session}`, [...origin, 'Access-Control-Request-Method: POST']), 'latin1'),
  )
  expect(granted(preflight)).toEqual(nothing)
})

test('CO06: an empty name in the allow-list, or one that is no origin, cannot be set', async () => {
  const place = newPlace(server)
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

test('CO07, CO08: no answer of a cookie API ever allows all origins, with or without credentials', async () => {
  const cookie = `Cookie: ${await numbersCookie(newPlace(server))}`
  for (const origin of [[], [`Origin: ${allowed}`], ['Origin: null'], ['Origin: *']]) {
    for (const line of [`GET ${me}`, `OPTIONS ${me}`, `PUT ${me}`, 'GET /numbers-station/nothing', `POST ${session}`]) {
      const answer = (await speak(server.port, request(line, [...origin, cookie]))) as RawAnswer
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
    server.port,
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
  const good = await numbersCookie(newPlace(server))
  const tossed = [
    [`Cookie: ${good}; session_id=evil`],
    [`Cookie: session_id=evil; ${good}`],
    [`Cookie: ${good}`, 'Cookie: session_id=evil'],
    [`Cookie: ${good}; ${good}`],
    [`Cookie: session_id=; ${good}`],
  ]
  for (const cookies of tossed)
    expect(await speak(server.port, request(`GET ${me}`, cookies))).toMatchObject({ status: 401 })
})

const apiHost = () => ['Host', `numbers-station.localhost:${server.port}`] as const

/** Asks Numbers Station at the host of its own, where the cookies of the default world go to all worlds. */
function atApiHost(place: Place, method: string, path: string, sent: Sent = {}): Promise<Got> {
  return place.send(method, path.replace('/numbers-station', ''), { ...sent, headers: [apiHost()] })
}

async function cookieAtApiHost(place: Place): Promise<string> {
  return sentCookie(
    await atApiHost(place, 'POST', session, { form: { username: ada.email, password: ada.password } }),
    'session_id',
  )
}

describe('CK06: at a host that worlds share', () => {
  const statusAt = async (place: Place, cookie: string) => (await atApiHost(place, 'GET', me, { cookie })).status

  test('the session of this world counts, and those of other worlds are ignored, dead or alive', async () => {
    const [here, there] = [newPlace(server), newPlace(server)]
    const [mine, fromDefault, fromThere] = [
      await cookieAtApiHost(here),
      await cookieAtApiHost(placeOf(server, '')),
      await cookieAtApiHost(there),
    ]
    expect(await statusAt(here, `${mine}; ${fromDefault}`)).toBe(200)
    expect(await statusAt(here, `${fromThere}; ${fromDefault}; ${mine}`)).toBe(200)
    await there.control('POST', '/reset')
    expect(await statusAt(here, `${fromThere}; ${mine}`)).toBe(200)
  })

  test('the session of another world alone is none, no guess, and is not taken back', async () => {
    const here = newPlace(server)
    const cookie = await cookieAtApiHost(placeOf(server, ''))
    await here.hooks('numbers-station').changeSettings({ failuresPerAddress: 1 })
    for (let count = 0; count < 3; count++) {
      const got = await atApiHost(here, 'GET', me, { cookie })
      expect([got.status, got.json, got.all('set-cookie')]).toEqual([401, { detail: 'Not authenticated' }, []])
    }
    const { json } = await here.control('GET', '/traffic?limit=1')
    expect(json).toMatchObject({ exchanges: [{ reason: 'The session cookie was issued in another world' }] })
  })

  test('two of this world, or one of nobody beside it, are no session all the same', async () => {
    const here = newPlace(server)
    const [first, second, other] = [
      await cookieAtApiHost(here),
      await cookieAtApiHost(here),
      await cookieAtApiHost(newPlace(server)),
    ]
    for (const cookie of [
      `${first}; ${second}`,
      `${first}; ${first}`,
      `${other}; ${first}; ${first}`,
      `${first}; session_id=evil`,
      `${other}; ${first}; session_id=`,
    ])
      expect([cookie, await statusAt(here, cookie)]).toEqual([cookie, 401])
    const altered = (cookie: string) => cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    for (const forged of [altered(first), altered(other), `session_id=${'x'.repeat(43)}`])
      expect([forged, await statusAt(here, `${first}; ${forged}`)]).toEqual([forged, 401])
  })

  test('a logout and a new login end the session of this world, and no other', async () => {
    const [here, there] = [newPlace(server), newPlace(server)]
    const [mine, theirs] = [await cookieAtApiHost(here), await cookieAtApiHost(there)]
    const form = { username: ada.email, password: ada.password }
    const again = sentCookie(
      await atApiHost(here, 'POST', session, { form, cookie: `${theirs}; ${mine}` }),
      'session_id',
    )
    expect([await statusAt(here, mine), await statusAt(here, again), await statusAt(there, theirs)]).toEqual([
      401, 200, 200,
    ])
    expect(
      (await atApiHost(here, 'POST', '/numbers-station/api/v1/logout/session', { cookie: `${again}; ${theirs}` }))
        .status,
    ).toBe(200)
    expect([await statusAt(here, again), await statusAt(there, theirs)]).toEqual([401, 200])
  })

  test('a login at a provider that was begun in another world does not stand in the way of one in this', async () => {
    const begin = async (place: Place) => {
      const got = await atApiHost(place, 'GET', oauth, { query: { provider: 'google' } })
      const state = new URL(String(got.json)).searchParams.get('state') ?? ''
      return { cookie: sentCookie(got, 'login_id'), state }
    }
    const end = (place: Place, state: string, cookie: string) =>
      atApiHost(place, 'GET', `${oauth}/callback`, { cookie, query: { state, error: 'access_denied' } })
    const here = newPlace(server)
    const [mine, other, second] = [await begin(here), await begin(placeOf(server, '')), await begin(here)]
    expect((await end(here, mine.state, `${mine.cookie}; ${second.cookie}`)).status).toBe(400)
    expect((await end(here, mine.state, other.cookie)).status).toBe(400)
    expect((await end(here, mine.state, `${mine.cookie}; ${other.cookie}`)).status).toBe(302)
  })
})

test('CK05, CK15: every cookie is opaque, short, for HTTPS alone and out of reach of scripts, on any host', async () => {
  for (const [port, host] of [
    [server.port, 'localhost'],
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
          request(`GET ${path(oauth)}${query || '?third_party=false'}&provider=google`).replace(
            'Host: localhost',
            `Host: ${host}`,
          ),
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

async function status(place: Place, path: string, sent: { bearer: string } | { cookie: string }): Promise<number> {
  return (await place.send('GET', path, sent)).status
}

function pass(place: Place, seconds: number): Promise<void> {
  return place.hooks('numbers-station').advanceClock(seconds)
}

test('TL28: a session of either medium ends after half an hour without a request, to the millisecond', async () => {
  const place = await stillPlace(server)
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  await pass(place, 1_799.999)
  expect([await status(place, me, { bearer }), await status(place, me, { cookie })]).toEqual([200, 200])
  await pass(place, 1_800)
  expect([await status(place, me, { bearer }), await status(place, me, { cookie })]).toEqual([401, 401])
})

test('TL28: a session that is always used ends after twelve hours, to the millisecond', async () => {
  const place = await stillPlace(server)
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  const both = async () => [await status(place, me, { bearer }), await status(place, me, { cookie })]
  for (const seconds of [...Array.from({ length: 24 }, () => 1_799), 23.999]) {
    await pass(place, seconds)
    expect(await both()).toEqual([200, 200])
  }
  await pass(place, 0.001)
  expect(await both()).toEqual([401, 401])
})

test('TL28: a refused request keeps no session alive', async () => {
  const place = await stillPlace(server)
  const cookie = await numbersCookie(place)
  await pass(place, 1_700)
  expect((await place.send('GET', me, { cookie, headers: [['Origin', 'https://evil.example']] })).status).toBe(403)
  await pass(place, 100)
  expect(await status(place, me, { cookie })).toBe(401)
})

test('OA07: a login at a provider may take ten minutes, to the millisecond', async () => {
  const begin = async (place: Place) => {
    const got = await place.send('GET', `${oauth}?provider=google`)
    const state = new URL(String(got.json)).searchParams.get('state') ?? ''
    return { cookie: sentCookie(got, 'login_id'), query: { state, error: 'access_denied' } }
  }
  const callback = `${oauth}/callback`
  const place = await stillPlace(server)
  const [first, second] = [await begin(place), await begin(place)]
  await pass(place, 599.999)
  expect((await place.send('GET', callback, first)).status).toBe(302)
  await pass(place, 0.001)
  expect((await place.send('GET', callback, second)).status).toBe(400)
})

test('TL06, TL07: what was logged out is dead at once, and when the clock goes back', async () => {
  const place = await stillPlace(server)
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  await pass(place, 60)
  await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer })
  await place.send('POST', '/numbers-station/api/v1/logout/session', { cookie })
  for (const back of [0, -30, -3_600, -864_000]) {
    await pass(place, back)
    expect([back, await status(place, me, { bearer }), await status(place, me, { cookie })]).toEqual([back, 401, 401])
  }
})

test('an account that is disabled in the past is disabled now, and enabling it does not bring back what was ended', async () => {
  const place = await stillPlace(server)
  const { disableAccount } = place.hooks('numbers-station')
  const [bearer, other] = [await numbersToken(place), await numbersToken(place)]
  await disableAccount('ada@example.com', true)
  await pass(place, -3_600)
  expect(await status(place, me, { bearer })).toBe(401)
  await pass(place, 3_600)
  await disableAccount('ada@example.com', false)
  await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer: other })
  expect(await status(place, me, { bearer: other })).toBe(401)
})

test('TL24: an exchanged key is dead at once, and what it bought lives on', async () => {
  const place = newPlace(server)
  const { issueKey } = place.hooks('numbers-station')
  const exchange = async (key: string) =>
    place.send('POST', keyExchange, {
      headers: [['X-API-Key', key]],
      query: { account_name: 'acme', email: ada.email },
    })
  const old = await issueKey('acme')
  const bearer = (await exchange(old)).json as { access_token: string }
  await issueKey('acme')
  expect((await exchange(old)).status).toBe(401)
  expect(await status(place, me, { bearer: bearer.access_token })).toBe(200)
})

test('EN07: a wrong key says nothing of accounts and users, nor does the key of another account', async () => {
  const place = newPlace(server)
  const ask = (key: string, account_name: string, email: string) =>
    place.send('POST', keyExchange, { headers: [['X-API-Key', key]], query: { account_name, email } })
  const wrong = 'x'.repeat(50)
  const answers = [
    await ask(wrong, 'acme', 'ada@example.com'),
    await ask(wrong, 'acme', 'unknown@example.com'),
    await ask(wrong, 'globex', 'ada@example.com'),
    await ask(wrong, 'nobody', 'unknown@example.com'),
  ]
  for (const answer of answers) expect(visible(answer, undefined)).toEqual(visible(answers[0] as Got, undefined))
  const others = [
    await ask(demoKey, 'globex', 'ada@example.com'),
    await ask(demoKey, 'nobody', 'ada@example.com'),
    await ask(demoKey, 'nobody', 'unknown@example.com'),
  ]
  for (const other of others) {
    expect(visible(other, undefined)).toEqual(visible(others[0] as Got, undefined))
    expect([other.status, other.text]).toEqual([answers[0]?.status, answers[0]?.text])
  }
})

test('EN07: to the right key a disabled user is as unknown as none', async () => {
  const place = newPlace(server)
  await place.hooks('numbers-station').disableAccount('ada@example.com', true)
  const ask = (email: string) =>
    place.send('POST', keyExchange, { headers: [['X-API-Key', demoKey]], query: { account_name: 'acme', email } })
  expect(visible(await ask('ada@example.com'), undefined)).toEqual(visible(await ask('unknown@example.com'), undefined))
})

test('EN09: a login at a provider begins alike for every account, and tells nothing of who is set up', async () => {
  const place = newPlace(server)
  const begin = (query: string) => place.send('GET', `${oauth}?${query}`)
  const [known, unknown] = [
    await begin('provider=google&account_name=acme'),
    await begin('provider=google&account_name=nobody'),
  ]
  const kind = ({ status, headers }: Got) => [status, headers.map(([name]) => name)]
  expect(kind(unknown)).toEqual(kind(known))
  const refused = await begin('provider=okta')
  expect(refused.status).toBe(400)
  for (const { text } of [refused, await begin('provider=x'), await begin('provider=')])
    expect(text).not.toMatch(/acme|globex|idp|http/)
})

test('AB16: whatever the account in the path is made to look like, a user is only ever one of its own', async () => {
  const place = newPlace(server)
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
    const answer = await speak(server.port, request(`GET ${orgs}/${name}/users/me`, bearer))
    expect([name, answer]).toMatchObject([
      name,
      { status: expect.toSatisfy((status) => [403, 404, 422].includes(status)) },
    ])
  }
  const [other, none] = await Promise.all(
    ['globex', 'nobody'].map((name) => speak(server.port, request(`GET ${orgs}/${name}/users/me`, bearer))),
  )
  expect([(other as RawAnswer).status, (other as RawAnswer).body]).toEqual([
    (none as RawAnswer).status,
    (none as RawAnswer).body,
  ])
})
