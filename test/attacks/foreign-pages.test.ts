import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, logins } from './logins.ts'
import { credits, nebulaToken } from './nebula-block.ts'
import { me, oauth, session } from './numbers-station.ts'
import { newPlace, type Place, placeOf } from './place.ts'
import { forged, open, protectedCalls, secretOf, withSecret } from './protected-calls.ts'
import { clientToken } from './tag.ts'

/** Stands still, so that no wait is over by accident and no world is noted as used by the way. */
let now = Date.now()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ clock: () => now })
})

afterAll(async () => {
  await server.stop()
})

type Headers = NonNullable<Sent['headers']>

function fetched(site: string, mode: string, dest: string, ...more: Headers): Headers {
  return [['Sec-Fetch-Site', site], ['Sec-Fetch-Mode', mode], ['Sec-Fetch-Dest', dest], ...more]
}

const evil = 'https://evil.example'

/** What a browser sends of a page that is neither on this machine nor listed. */
const foreign = {
  'a call': [['Origin', evil], ...fetched('cross-site', 'cors', 'empty')],
  'an image': fetched('cross-site', 'no-cors', 'image'),
  'a link': fetched('cross-site', 'navigate', 'document'),
  'a call of an older browser': [['Origin', evil]],
  'a sandboxed frame': [['Origin', 'null']],
  'a frame': fetched('cross-site', 'navigate', 'iframe'),
  'a link that names its page': fetched('cross-site', 'navigate', 'document', ['Referer', `${evil}/`]),
} as const satisfies Readonly<Record<string, Headers>>

/** What the developer sends: programs, an address that is typed, pages of this machine. */
const own: Readonly<Record<string, Headers>> = {
  'a program': [],
  'an address that is typed': fetched('none', 'navigate', 'document'),
  'a page of this server': fetched('same-origin', 'cors', 'empty'),
  'a page of localhost': [['Origin', 'http://localhost:5173'], ...fetched('same-site', 'cors', 'empty')],
  'a page of 127.0.0.1': [['Origin', 'http://127.0.0.1:3000'], ...fetched('cross-site', 'cors', 'empty')],
  'a page of a name below localhost': [['Origin', 'https://app.localhost']],
  'a link on a page of 127.0.0.1': fetched('cross-site', 'navigate', 'document', ['Referer', 'http://127.0.0.1:3000/']),
}

async function worlds(): Promise<string[]> {
  return (await server.store.list()).map(({ name }) => name)
}

function traffic(place: Place): Promise<readonly { readonly id: string; readonly status: number }[]> {
  return place.control('GET', '/traffic').then(({ json }) => (json as { exchanges: [] }).exchanges)
}

describe.each(someOf(Object.entries<Headers>(foreign), 3))('%s of a foreign page', (_, headers) => {
  test('makes no world, whatever it asks for, and leaves no traffic', async () => {
    const before = await worlds()
    const place = newPlace(server)
    const paths = [...protectedCalls.map(({ path }) => path), '/khe/nothing', oauth, '/sandbox/v1/clock']
    for (const path of paths)
      await place.send('GET', path, { headers, query: { provider: 'google' }, path: { account_name: 'acme', id: 'x' } })
    for (const login of logins)
      await place.send('POST', login.path, { ...login.request(ada[login.name], ada.password), headers })
    expect(await worlds()).toEqual(before)
    expect(await traffic(place)).toEqual([])
  })

  test('keeps no world alive', async () => {
    const place = newPlace(server)
    await place.send('GET', credits)
    const used = async () => (await server.store.world(place.world)).used
    const before = await used()
    now += 120_000
    await place.send('GET', credits, { headers })
    expect(await used()).toBe(before)
    await place.send('GET', credits)
    expect(await used()).toBe(now)
  })

  test('asks nothing of the control API, whose streams stay free', async () => {
    const answers = await Promise.all(
      Array.from({ length: 65 }, () => placeOf(server, '').send('GET', '/sandbox/v1/traffic/events', { headers })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
    expect((await placeOf(server, '').send('HEAD', '/sandbox/v1/traffic/events')).status).toBe(200)
  })

  test('sets no fault, and may not ask for one', async () => {
    const place = newPlace(server)
    const bearer = await nebulaToken(place)
    const fault = ['Latchkey-Fault', 'status=503'] as const
    expect((await place.send('GET', credits, { bearer, headers: [...headers, fault] })).status).toBe(200)
    expect(
      (await place.send('GET', credits, { bearer, headers: [...headers, ['Latchkey-Fault', 'fire']] })).status,
    ).toBe(200)
    const preflight = await place.send('OPTIONS', credits, {
      headers: [...headers, ['Access-Control-Request-Method', 'GET']],
    })
    expect(preflight.header('access-control-allow-headers')).not.toContain('Latchkey-Fault')
  })
})

describe.each(someOf(Object.entries(own), 4))('%s', (_, headers) => {
  test('makes the world that it is the first to ask', async () => {
    const place = newPlace(server)
    expect((await place.send('GET', credits, { headers })).status).toBe(401)
    expect(await worlds()).toContain(place.world)
    expect((await traffic(place)).map(({ status }) => status)).toEqual([401])
  })

  test('sets a fault, and may ask for one', async () => {
    const place = newPlace(server)
    const fault = ['Latchkey-Fault', 'status=503'] as const
    expect((await place.send('GET', credits, { headers: [...headers, fault] })).status).toBe(503)
    const preflight = await place.send('OPTIONS', credits, {
      headers: [...headers, ['Access-Control-Request-Method', 'GET']],
    })
    expect(preflight.header('access-control-allow-headers')).toContain('Latchkey-Fault')
  })
})

test('a page that is listed in a world is not foreign to it', async () => {
  const place = newPlace(server)
  const headers = [['Origin', 'https://app.example']] as const
  await place.hooks('numbers-station').changeSettings({ allowedOrigins: ['https://app.example'] })
  expect((await place.send('GET', me, { headers: [...headers, ['Latchkey-Fault', 'status=503']] })).status).toBe(503)
})

const refusals: Readonly<Record<string, (place: Place) => Promise<{ readonly status: number }>>> = {
  'an unknown path (404)': (place) => place.send('GET', '/khe/nothing'),
  'an unknown method (405)': (place) => place.send('PATCH', session),
  'an origin that is not listed (403)': (place) =>
    place.send('POST', session, { headers: [['Origin', 'http://localhost:3001']] }),
  'a preflight (204)': (place) =>
    place.send('OPTIONS', credits, {
      headers: [
        ['Origin', 'http://localhost:3000'],
        ['Access-Control-Request-Method', 'GET'],
      ],
    }),
  'a preflight that is refused (403)': (place) => place.send('OPTIONS', session, { headers: [['Origin', evil]] }),
  'another host (421)': (place) => place.send('GET', credits, { headers: [['Host', 'evil.example']] }),
}

test.each(Object.entries(refusals))('%s is answered before a world is made', async (name, ask) => {
  const before = await worlds()
  expect((await ask(newPlace(server))).status).toBe(Number(/\d+/.exec(name)?.[0]))
  expect(await worlds()).toEqual(before)
})

test('where there is no world a foreign page is answered as by a new one, and nothing is kept', async () => {
  const place = newPlace(server)
  const headers = [['Origin', evil]] as const
  const form = { username: ada.login, password: ada.password }
  const got = await place.send('POST', '/nebula-block/api/v1/login', { form, headers })
  expect(got.status).toBe(200)
  const bearer = (got.json as { data: { jwtToken: string } }).data.jwtToken
  expect((await place.send('GET', credits, { bearer, headers })).status).toBe(401)
  const email = 'lin@example.com'
  const json = { email, name: 'Lin', password: 'a-long-password' }
  expect((await place.send('POST', '/innodata/v1/users', { json, headers })).status).toBe(201)
  const { json: outbox } = await place.control('GET', '/apis/innodata/outbox')
  expect(outbox).toEqual({ messages: [], next: null })
})

describe.each(logins)('at $title', (login) => {
  const good = login.request(ada[login.name], ada.password)
  const wrong = login.request(ada[login.name], 'wrong-password')

  test('what a foreign page gets wrong is counted for foreign pages alone', async () => {
    const origins = login.api.contract.cors.origins
    const headers = origins === 'any' ? foreign['a call'] : foreign['a link']
    const place = newPlace(server)
    await place
      .hooks(login.api.id)
      .changeSettings({ failuresPerLogin: 2, failuresPerAccount: 2, failuresPerAddress: 2 })
    const tries = []
    for (let count = 0; count < 3; count++) tries.push(await place.send('POST', login.path, { ...wrong, headers }))
    const expected = origins === 'any' ? [login.refused, login.refused, 429] : [403, 403, 403]
    expect(tries.map(({ status }) => status)).toEqual(expected)
    expect(isAccepted(await place.send('POST', login.path, good))).toBe(true)
    for (let count = 0; count < 2; count++) await place.send('POST', login.path, wrong)
    expect((await place.send('POST', login.path, good)).status).toBe(429)
  })
})

describe.each(protectedCalls.filter(({ api }) => api.contract.cors.origins === 'any'))('at $title', (protectedCall) => {
  test('what a foreign page guesses is counted for foreign pages alone', async () => {
    const headers = [['Origin', evil]] as const
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    await place.hooks(protectedCall.api.id).changeSettings({ failuresPerAddress: 2 })
    const guess = withSecret(protectedCall, good, forged(secretOf(protectedCall, good)))
    const guesses = []
    for (let count = 0; count < 3; count++)
      guesses.push(await open(place, protectedCall, { ...guess, headers: [...(guess.headers ?? []), ...headers] }))
    expect(guesses.map(({ status }) => status)).toEqual([401, 401, 429])
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
  })
})

test('one-time passwords that a foreign page asks for do not use up what the developer may ask for', async () => {
  const place = newPlace(server)
  const bearer = await clientToken(place)
  const send = async (headers: Headers) =>
    (await place.send('POST', '/tag/api/otp/send', { bearer, json: { email: ada.email }, headers })).status
  const headers = [['Origin', evil]] as const
  expect([await send(headers), await send(headers)]).toEqual([200, 429])
  expect([await send([]), await send([])]).toEqual([200, 429])
})

describe('the provider', () => {
  const authorization = async () => {
    const begun = await placeOf(server, '').send('GET', oauth, { query: { provider: 'google' } })
    const { pathname, search } = new URL(String(begun.json))
    return `${pathname}${search}`
  }

  test.each(['a call', 'a sandboxed frame', 'an image', 'a frame'] as const)(
    '%s of a foreign page begins no login there',
    async (name) => {
      const path = await authorization()
      for (const spelling of [path, path.replace('auth', 'AUTH'), path.replace('auth', 'auth/')]) {
        const got = await placeOf(server, '').send('GET', spelling, { headers: foreign[name] })
        expect([spelling, got.status, got.all('set-cookie')]).toEqual([spelling, 403, []])
      }
    },
  )

  test.each(['a link', 'a link that names its page'] as const)(
    '%s leads there, as the login of an app does',
    async (name) => {
      const got = await placeOf(server, '').send('GET', await authorization(), { headers: foreign[name] })
      expect(got.status).toBe(303)
    },
  )

  test('a form without the cookie of a login chooses nobody', async () => {
    const headers = [['Origin', evil], ...fetched('cross-site', 'navigate', 'document')] as const
    const form = { choice: 'ada@example.com' }
    const got = await placeOf(server, '').send('POST', '/idp/interaction/x', { form, headers })
    expect([got.status, got.header('location')]).toEqual([400, undefined])
  })
})
