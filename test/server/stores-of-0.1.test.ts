import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { change, type KheLogin, khe, logOut, tryKheLogin, tryRefresh } from '../attacks/khe-logins.ts'
import { ada, grace } from '../attacks/logins.ts'
import { apiKeys, credits } from '../attacks/nebula-block.ts'
import { keyExchange, me } from '../attacks/numbers-station.ts'
import { type Got, type Place, placeOf } from '../attacks/place.ts'
import * as tag from '../attacks/tag.ts'
import { newFolderInMemory, startTestServer, type TestServer } from '../test-server.ts'
import credentials from './store-0.1/credentials.json' with { type: 'json' }

// The store in store-0.1 was written by version 0.1, which also issued every credential there. The tests share it, and no
// two of them use the same credential.

const traded = 'The refresh token was traded in before, 20 min ago; everything that came of it is revoked now'
const now = 'less than a second'
const foreign = 'The refresh token belongs to another client'

/** The reason of a refusal. */
function the(what: string, how: string, ago = '20 min'): string {
  return `The ${what} ${how} ${ago} ago`
}

/** When the current version opens the store. */
const present = Date.UTC(2026, 2, 1, 12)
const folder = newFolderInMemory()
let server: TestServer
let place: Place

beforeAll(async () => {
  const data = join(folder, 'data.db')
  const database = new DatabaseSync(data)
  database.exec(readFileSync(new URL('store-0.1/store.sql', import.meta.url), 'utf8'))
  database.close()
  server = await startTestServer({ data, secret: Buffer.alloc(32, 7), clock: () => present })
  place = placeOf(server, '')
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** An answer in short: its status, and why it was refused. */
async function toldOf(answer: Promise<Got>): Promise<readonly [number, string | null]> {
  const { status } = await answer
  const { json } = await place.control('GET', '/traffic?limit=1')
  const { exchanges } = json as { readonly exchanges: readonly { readonly reason: string | null }[] }
  return [status, exchanges[0]?.reason ?? null]
}

async function says(answer: Promise<Got>, status: number, reason: string | null): Promise<void> {
  expect(await toldOf(answer)).toEqual([status, reason])
}

const works = (answer: Promise<Got>) => says(answer, 200, null)

type Refused = readonly [title: string, request: () => Promise<Got>, reason: string]

function areRefused(status: number, refused: readonly Refused[]): void {
  test.each(refused)('%s is refused', async (_title, request, reason) => {
    await says(request(), status, reason)
  })
}

describe('KHE', () => {
  const use = (session: Pick<KheLogin, 'key' | 'token'>) => change(place, session, {})
  const { signedUp, login, admin, rotatedFrom, rotated, replayFrom, replayTo, ended, expired, client } = credentials.khe

  test('a login works, trades its refresh token in and ends', async () => {
    await works(use(signedUp))
    const next = await tryRefresh(place, signedUp)
    expect(next.status).toBe(200)
    const session = next.json as typeof signedUp
    await says(use(signedUp), 401, the('access token', 'was revoked by rotation', now))
    await works(use(session))
    await works(logOut(place, session))
    await says(use(session), 401, the('access token', 'was revoked', now))
    await says(tryRefresh(place, session), 400, the('refresh token', 'was revoked', now))
  })

  test('a refresh token that was traded in ends its family when it is sent again', async () => {
    await works(use(replayTo))
    await says(tryRefresh(place, replayFrom), 400, traded)
    await says(use(replayTo), 401, the('access token', 'was revoked', now))
  })

  test('an admin stays one', async () => {
    const listed = await place.send('GET', `${khe}/users`, { basic: [admin.key, admin.token] })
    expect((listed.json as { users: { email: string }[] }).users.map(({ email }) => email)).toEqual([
      'ada@example.com',
      'grace@example.com',
      'lin@example.com',
    ])
  })

  test('people and clients that were made log in', async () => {
    const lin = { email: 'lin@example.com', password: 'a-password-of-some-length' }
    await works(tryKheLogin(place, lin, client))
    await works(tryKheLogin(place, ada))
  })

  areRefused(401, [
    ['a token before a rotation', () => use(rotatedFrom), the('access token', 'was revoked by rotation')],
    ['a token after a logout', () => use(ended), the('access token', 'was revoked')],
    ['a token that has expired', () => use(expired), the('access token', 'expired', '1 h')],
    [
      'a role that does not suffice',
      () => place.send('GET', `${khe}/users`, { basic: [rotated.key, rotated.token] }),
      'ada@example.com has the role attendee; it takes staff or admin',
    ],
  ])
  areRefused(400, [
    ['a refresh token after a logout', () => tryRefresh(place, ended, 'mocha'), the('refresh token', 'was revoked')],
    ["a refresh token at another client's", () => tryRefresh(place, login), foreign],
  ])
  areRefused(429, [
    [
      'a name that was guessed at',
      () => tryKheLogin(place, { email: 'guessed@example.com', password: 'x'.repeat(12) }),
      'Too many tries failed: wait until 2026-03-01T12:00:01.000Z, 1 s from then',
    ],
  ])
})

describe('Nebula Block', () => {
  const { jwt, key, keyDeleted, staff, jwtExpired, jwtOfDisabled } = credentials.nebula
  const balance = (bearer: string) => place.send('GET', credits, { bearer })

  test('an access token and an API key work, and the key can be deleted', async () => {
    await works(balance(jwt))
    await works(balance(key))
    const { json } = await place.send('GET', apiKeys, { bearer: jwt })
    expect(json).toMatchObject({ data: [{ id: 2, name: 'test' }] })
    await works(place.send('DELETE', `${apiKeys}/2`, { bearer: jwt }))
    await says(balance(key), 401, the('api key', 'was revoked', now))
  })

  test('a new key goes on counting', async () => {
    const made = await place.send('POST', apiKeys, { bearer: staff, json: { name: 'next' } })
    expect(made.json).toMatchObject({ data: { id: 4 } })
  })

  areRefused(401, [
    ['an API key that was deleted', () => balance(keyDeleted), the('api key', 'was revoked')],
    ['an access token that has expired', () => balance(jwtExpired), the('access token', 'expired', '1 h')],
    [
      'an access token whose account is disabled',
      () => balance(jwtOfDisabled),
      'The account testemail@gmail.com was disabled 20 min ago',
    ],
  ])
})

describe('TAG', () => {
  const { client, user, clientToken, rotatedFrom, rotated, replay, replayed, old, idle, code, codeOfNobody, codeUsed } =
    credentials.tag
  const delegates = (bearer: string) => place.send('GET', '/tag/api/delegate/list', { bearer })

  test('an access token works, and its refresh token is traded in', async () => {
    await works(delegates(user.access))
    const next = await tag.refresh(place, user.refresh)
    expect(next.status).toBe(200)
    await works(delegates(tag.pairOf(next).access))
    await says(delegates(user.access), 401, the('access token', 'was revoked by rotation', now))
  })

  test('a refresh token that was traded in ends its family when it is sent again', async () => {
    await works(delegates(replayed.access))
    await says(tag.refresh(place, replay.refresh), 400, traded)
    await says(delegates(replayed.access), 401, the('access token', 'was revoked', now))
  })

  test("a client's access token has codes sent, and a client that was made gets one", async () => {
    const sent = () => place.send('POST', '/tag/api/otp/send', { bearer: clientToken, json: { email: grace.email } })
    await works(sent())
    const parameters = { client_id: client.id, client_secret: client.secret, grant_type: 'client_credentials' }
    await works(tag.ask(place, parameters))
  })

  test('a code goes where the password goes, once, and makes an account where settings say so', async () => {
    await works(tag.logIn(place, 'someone@example.com', code))
    await says(tag.logIn(place, 'someone@example.com', code), 400, 'The password is not that of someone@example.com')
    await works(tag.logIn(place, 'new@example.com', codeOfNobody))
  })

  test('a refresh token outlives its access token', async () => {
    await says(delegates(old.access), 401, the('access token', 'expired', '2 h'))
    await works(tag.refresh(place, old.refresh))
  })

  areRefused(401, [
    [
      'an access token before a rotation',
      () => delegates(rotatedFrom.access),
      the('access token', 'was revoked by rotation'),
    ],
  ])
  areRefused(400, [
    ['a refresh token of another client', () => tag.refresh(place, rotated.refresh, tag.kiosk), foreign],
    [
      'a refresh token that was not used for two weeks',
      () => tag.refresh(place, idle.refresh),
      the('refresh token', 'expired', '1 h'),
    ],
    [
      'a code that was used',
      () => tag.logIn(place, 'grace@example.com', codeUsed),
      'The password is not that of grace@example.com',
    ],
  ])
})

describe('Innodata', () => {
  const { live, test: trial, linkUsed, linkPending, linkExpired } = credentials.innodata
  const teams = (key: string) => place.send('GET', '/innodata/v1.1/teams', { basic: [key, ''] })
  const activate = (token: string) => place.send('GET', '/innodata/v1.1/users/activate', { query: { token } })
  const namesOf = ({ json }: Got) =>
    (json as { response: { teams: { name: string }[] } }).response.teams.map(({ name }) => name)

  test('each key sees the teams of its kind', async () => {
    expect(namesOf(await teams(live))).toEqual(['Crew'])
    expect(namesOf(await teams(trial))).toEqual(['Trial'])
  })

  test('a login shows the keys that were issued', async () => {
    const json = {
      authentication_method: 'password',
      username: 'lin@example.com',
      password: 'a-password-of-some-length',
    }
    const got = await place.send('POST', '/innodata/v1.1/users/login', { json })
    expect(got.json).toMatchObject({ response: { api_keys: { live, test: trial } } })
  })

  test('a link that was sent activates, and its keys work', async () => {
    const got = await activate(linkPending)
    const { response } = got.json as { response: { api_keys: { live: string } } }
    expect(got.status).toBe(200)
    await works(teams(response.api_keys.live))
  })

  areRefused(404, [
    ['a link that was followed', () => activate(linkUsed), the('activation link', 'was used up', '19 min')],
    ['a link that has expired', () => activate(linkExpired), the('activation link', 'expired', '1 h')],
  ])
})

describe('Numbers Station', () => {
  const { bearer, cookie, admin, key, byKey, sso, cookieEnded, bearerExpired } = credentials.numbers
  const user = (sent: Sent) => place.send('GET', me, sent)

  test('a session works in either medium, and ends', async () => {
    for (const [sent, path, status, said] of [
      [{ bearer }, 'access-token', 204, the('bearer session', 'was revoked', now)],
      [{ cookie }, 'session', 200, the('cookie session', 'was revoked', now)],
    ] as const) {
      await works(user(sent))
      await says(place.send('POST', `/numbers-station/api/v1/logout/${path}`, sent), status, null)
      await says(user(sent), 401, said)
    }
  })

  test('sessions by an API key and by a provider work, and so does the key', async () => {
    await works(user({ bearer: byKey }))
    await works(user({ cookie: sso }))
    const sent = { headers: [['X-API-Key', key]] as const, query: { account_name: 'acme', email: ada.email } }
    await works(place.send('POST', keyExchange, sent))
  })

  test('an origin that was added to the list may call', async () => {
    const origin = 'https://app.example.com'
    const got = await user({ bearer: admin, headers: [['Origin', origin]] })
    expect([got.status, got.header('access-control-allow-origin')]).toEqual([200, origin])
  })

  const demoKey = 'ZGVtby1rZXktb2YtYWNtZS1wdWJsaXNoZWQtb24tcHVycG9zZQ'

  areRefused(401, [
    ['a session after its logout', () => user({ cookie: cookieEnded }), the('cookie session', 'was revoked', '19 min')],
    [
      'a session that has expired',
      () => user({ bearer: bearerExpired }),
      the('bearer session', 'was not used for too long and died', '12 h 30 min'),
    ],
    [
      'an API key that a newer one replaced',
      () => place.send('POST', keyExchange, { headers: [['X-API-Key', demoKey]] }),
      the('api key', 'had to make room for a newer one', '19 min'),
    ],
  ])
})
