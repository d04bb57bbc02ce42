import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, logins, tryLogin } from './logins.ts'
import { newPlace, type Place } from './place.ts'
import {
  authorization,
  bare,
  forged,
  open,
  type ProtectedCall,
  protectedCalls,
  type Scheme,
  secretOf,
  withSecret,
} from './protected-calls.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

/** What a 401 asks for: nothing but the scheme when nothing was sent, and that it was wrong when something was. */
const challenges: Readonly<Record<Scheme, { none: RegExp; wrong: RegExp }>> = {
  bearer: { none: /^Bearer realm="[^"]+"$/, wrong: /^Bearer realm="[^"]+", error="invalid_token"(, |$)/ },
  basic: { none: /^Basic realm="[^"]+", charset="UTF-8"$/, wrong: /^Basic realm="[^"]+", charset="UTF-8"$/ },
  cookie: { none: /^Bearer realm="[^"]+"$/, wrong: /^Bearer realm="[^"]+", error="invalid_token"(, |$)/ },
  key: { none: /^APIKey realm="[^"]+"$/, wrong: /^APIKey realm="[^"]+"$/ },
}

describe.each(protectedCalls)('$title', (protectedCall: ProtectedCall) => {
  test('AB01: without a credential there is a challenge, and no error in it', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
    const got = await open(place, protectedCall, bare(good))
    expect([got.status, got.all('www-authenticate')]).toEqual([
      401,
      [expect.stringMatching(challenges[protectedCall.scheme].none)],
    ])
  })

  test('AB02: a credential of the right form that was never issued is refused as wrong', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const got = await open(place, protectedCall, withSecret(protectedCall, good, forged(secretOf(protectedCall, good))))
    expect([got.status, got.all('www-authenticate')]).toEqual([
      401,
      [expect.stringMatching(challenges[protectedCall.scheme].wrong)],
    ])
  })

  test('AB09: a credential in another place is none', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const secret = secretOf(protectedCall, good)
    for (const [name, sent] of Object.entries(
      misplaced(protectedCall, authorization({ ...good, bearer: secret }), secret),
    )) {
      const { headers = [], query, ...rest } = bare(good)
      const queries = { ...(query as object), ...(sent.query as object) }
      const got = await open(place, protectedCall, {
        ...rest,
        ...sent,
        headers: [...headers, ...(sent.headers ?? [])],
        query: queries,
      })
      expect([name, got.status]).toEqual([name, 401])
    }
  })

  test('AB17, TL06: whoever is disabled is out with the next request, and not in again when the clock goes back', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
    await disableEveryone(place, protectedCall.api.id)
    const after = await open(place, protectedCall, good)
    expect(after.status === 401).toBe(protectedCall.isPersonal)
    for (const seconds of [-60, -86_400, 86_460]) {
      await place.hooks(protectedCall.api.id).advanceClock(seconds)
      expect([seconds, (await open(place, protectedCall, good)).status]).toEqual([seconds, after.status])
    }
  })
})

/** Headers by which some servers take one method, address or user for another. */
const overrides = [
  ['X-HTTP-Method-Override', 'GET'],
  ['X-HTTP-Method', 'GET'],
  ['X-Method-Override', 'GET'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Prefix', '/evil'],
  ['Forwarded', 'for=127.0.0.1;host=evil.example;proto=https'],
  ['X-Original-URL', '/healthz'],
  ['X-Rewrite-URL', '/healthz'],
  ['X-Original-Host', 'evil.example'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-User-ID', '1'],
  ['X-Remote-User', 'grace'],
  ['X-Client-Cert', 'grace'],
] as const

describe.each(protectedCalls)('$title', (protectedCall: ProtectedCall) => {
  test('AB08: headers that proxies set open nothing, and add nothing to what is open', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    expect((await open(place, protectedCall, { ...bare(good), headers: overrides })).status).toBe(401)
    const plain = await open(place, protectedCall, good)
    const proxied = await open(place, protectedCall, { ...good, headers: [...(good.headers ?? []), ...overrides] })
    expect(proxied.status).toBe(plain.status)
  })

  test('AB07: no header and no query makes one method another', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const got = await place.send('TRACE', protectedCall.path, {
      ...good,
      headers: [...(good.headers ?? []), ...overrides],
    })
    expect(got.status).toBe(405)
    expect(
      (await place.send('TRACE', `${protectedCall.path}?_method=${protectedCall.method}`, { ...good, query: {} }))
        .status,
    ).toBe(405)
  })
})

describe.each(protectedCalls.filter(({ method }) => method === 'GET'))('$title', (protectedCall: ProtectedCall) => {
  test('AB06: HEAD wants what GET wants, and answers without a body', async () => {
    const place = newPlace(server)
    const good = await protectedCall.authorize(place)
    const head = async (sent: Sent) => place.send('HEAD', protectedCall.path, sent)
    const [open, shut] = [await head(good), await head(bare(good))]
    expect([open.status, open.text, shut.status, shut.text]).toEqual([200, '', 401, ''])
  })
})

/** The ways to show a secret with a protected call: as what it takes, and in Basic as user name, as password and as both. */
function waysToShow(protectedCall: ProtectedCall, own: Sent, secret: string): Sent[] {
  const instead = withSecret(protectedCall, own, secret)
  if (protectedCall.scheme !== 'basic') return [instead]
  return [
    instead,
    ...[
      [secret, ''],
      ['', secret],
      [secret, secret],
    ].map(([name = '', password = '']) => ({ ...bare(own), basic: [name, password] as const })),
  ]
}

/** Kinds of one API that are shown in one way are told apart by what they may do, which is that API's affair. */
function isAtHome(protectedCall: ProtectedCall, other: ProtectedCall): boolean {
  return protectedCall.api === other.api && protectedCall.scheme === other.scheme
}

describe.each(protectedCalls)('$title', (protectedCall: ProtectedCall) => {
  const foreign = protectedCalls.filter((other) => !isAtHome(protectedCall, other))

  test('AB10, AB11: no credential of another API or of another kind opens it', async () => {
    const place = newPlace(server)
    const own = await protectedCall.authorize(place)
    for (const other of foreign) {
      const theirs = await other.authorize(place)
      const ways = waysToShow(protectedCall, own, secretOf(other, theirs))
      const pairs = protectedCall.scheme === 'basic' && theirs.basic ? [{ ...own, basic: theirs.basic }] : []
      for (const sent of [...ways, ...pairs])
        expect([other.title, (await open(place, protectedCall, sent)).status]).toEqual([other.title, 401])
    }
    const last = await protectedCall.authorize(place)
    expect(isAccepted(await open(place, protectedCall, last))).toBe(true)
  })

  test('AB10: a credential of one world is unknown in every other', async () => {
    const [place, elsewhere] = [newPlace(server), newPlace(server)]
    const sent = await protectedCall.authorize(place)
    const isPublished =
      secretOf(protectedCall, await protectedCall.authorize(elsewhere)) === secretOf(protectedCall, sent)
    expect((await open(elsewhere, protectedCall, sent)).status).toBe(isPublished ? 200 : 401)
  })

  test('AB10: at the control API it commands nothing', async () => {
    const place = newPlace(server)
    const bearer = secretOf(protectedCall, await protectedCall.authorize(place))
    expect((await place.send('GET', '/sandbox/v1/worlds', { bearer })).status).toBe(401)
  })
})

test.each(logins)('AB11: no credential serves as a password at $title', async (login) => {
  const place = newPlace(server)
  await place.hooks(login.api.id).changeSettings({ failuresPerLogin: 1_000 })
  for (const protectedCall of protectedCalls) {
    const secret = secretOf(protectedCall, await protectedCall.authorize(place))
    const got = await tryLogin(place, login, ada[login.name], secret)
    expect([protectedCall.title, got.status]).toEqual([protectedCall.title, login.refused])
  }
  expect(isAccepted(await tryLogin(place, login, ada[login.name], ada.password))).toBe(true)
})

/** A credential everywhere but where it belongs. */
function misplaced({ scheme }: ProtectedCall, line: string, secret: string): Readonly<Record<string, Sent>> {
  const names = ['access_token', 'token', 'api_key', 'apiKey', 'key', 'session_id', 'authorization']
  const cookies = ['access_token', 'token', 'api_key', 'authorization', ...(scheme === 'cookie' ? [] : ['session_id'])]
  const headers = [
    ...['Authentication', 'Proxy-Authorization', 'X-Authorization', 'X-Forwarded-Authorization'].map(
      (name) => [name, line] as const,
    ),
    ...['X-Auth-Token', 'X-Access-Token', 'Api-Key', ...(scheme === 'key' ? [] : ['X-API-Key'])].map(
      (name) => [name, secret] as const,
    ),
  ]
  return {
    ...Object.fromEntries(names.map((name) => [`query ${name}`, { query: { [name]: secret } }])),
    ...Object.fromEntries(cookies.map((name) => [`cookie ${name}`, { cookie: `${name}=${secret}` }])),
    ...Object.fromEntries(headers.map((header) => [`header ${header[0]}`, { headers: [header] }])),
    'a form': { form: { access_token: secret } },
    JSON: { json: { access_token: secret } },
  }
}

/** Shuts every account of an API out, as its owner does. */
async function disableEveryone(place: Place, api: string): Promise<void> {
  const { json } = await place.control('GET', `/apis/${api}/accounts`)
  for (const { id } of (json as { accounts: { id: string }[] }).accounts)
    await place.control('PATCH', `/apis/${api}/accounts/${id}`, { disabled: true })
}
