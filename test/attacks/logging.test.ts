import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { kheLogin, tryRefresh } from './khe-logins.ts'
import { type Login, logins, nameLike, newPerson, tryLogin } from './logins.ts'
import { oauth } from './numbers-station.ts'
import { newPlace } from './place.ts'
import { forged, open, type ProtectedCall, protectedCalls, secretOf, withSecret } from './protected-calls.ts'

let server: TestServer
const logged: string[] = []

beforeAll(async () => {
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) })
  server = await startTestServer({ log: pino({ level: 'trace' }, sink) })
})

afterAll(async () => {
  await server.stop()
})

/** What is logged while something is done. */
async function logOf(something: () => Promise<unknown>): Promise<string[]> {
  const before = logged.length
  await something()
  return logged.slice(before)
}

/** The writings that a secret may slip into a log in. */
function writings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

function found(log: readonly string[], secrets: readonly string[]): string[] {
  const text = log.join('')
  return secrets.flatMap(writings).filter((writing) => text.includes(writing))
}

test.each(protectedCalls)(
  'LG01: a $title is nowhere in the log, good or wrong',
  async (protectedCall: ProtectedCall) => {
    const place = newPlace(server)
    const shown: string[] = []
    const log = await logOf(async () => {
      const good = await protectedCall.authorize(place)
      const secret = secretOf(protectedCall, good)
      shown.push(secret, forged(secret))
      expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
      expect((await open(place, protectedCall, withSecret(protectedCall, good, forged(secret)))).status).toBe(401)
      await open(place, protectedCall, { query: { access_token: secret } })
    })
    expect(log.length).toBeGreaterThanOrEqual(3)
    expect(found(log, shown)).toEqual([])
  },
)

test.each(logins)(
  'LG01, LG02: each login at $title is in the log with its outcome, without name or password',
  async (login: Login) => {
    const place = newPlace(server)
    const [right, wrong] = ['marked-secret-of-the-right', 'marked-secret-of-the-wrong'] as const
    const name = await newPerson(place, login, 'marked-person', right)
    const log = await logOf(async () => {
      await tryLogin(place, login, name, right)
      await tryLogin(place, login, name, wrong)
    })
    const lines = log.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    const about = {
      api: login.api.id,
      world: place.world,
      method: 'POST',
      address: '127.0.0.1',
      time: expect.any(Number),
    }
    expect(lines).toEqual([
      expect.objectContaining({ ...about, status: expect.toSatisfy((status) => isAccepted({ status })) }),
      expect.objectContaining({ ...about, status: login.refused, refusal: 'wrong-login' }),
    ])
    expect(found(log, [right, wrong, name])).toEqual([])
  },
)

test.each(logins)(
  'LG03, LG05: what is typed at $title makes no line of the log, and none of them long',
  async (login: Login) => {
    const place = newPlace(server)
    const evil = 'x\r\n{"level":60,"msg":"forged"}\n'
    const log = await logOf(async () => {
      for (const name of [evil, nameLike(login, evil), 'x'.repeat(10_000), 'x'.repeat(1_000_000)])
        await tryLogin(place, login, name, evil)
      await place.send('GET', `/${login.api.id}/${encodeURIComponent(evil)}`)
    })
    expect(log).toHaveLength(5)
    for (const line of log) {
      expect(JSON.parse(line)).toMatchObject({ msg: 'request', level: 30 })
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(line.length).toBeLessThan(1_000)
    }
  },
)

test('LG07: no query is in the log, and no path', async () => {
  const place = newPlace(server)
  const query = { provider: 'google', account_name: 'marked-account', redirect_uri: 'http://marked.example/' }
  const log = await logOf(async () => {
    await place.send('GET', oauth, { query })
    await place.send('GET', `${oauth}/callback`, { query: { state: 'marked-state', code: 'marked-code' } })
    await place.send('GET', '/marked-path', { query: { x: 'marked-query' } })
  })
  expect(log.join('')).not.toContain('marked')
  expect(log.length).toBeGreaterThanOrEqual(2)
})

test('TL12, LG02: the replay of a refresh token, and none of its use, is told as a security event', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const used = await logOf(() => tryRefresh(place, login))
  await place.hooks('khe').advanceClock(10)
  const replayed = await logOf(() => tryRefresh(place, login))
  const events = (log: readonly string[]) =>
    log.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>).filter(({ level }) => level === 40)

  expect(events(used)).toEqual([])
  expect(events(replayed)).toEqual([
    expect.objectContaining({ msg: 'security event', api: 'khe', world: place.world, address: '127.0.0.1' }),
  ])
  expect(found([...used, ...replayed], [login.refresh, login.token])).toEqual([])
})
