import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { apis, isAccepted } from './every-api.ts'
import { growthOf } from './heap.ts'
import { ada, grace, type Login, logins, nameLike, tryLogin } from './logins.ts'
import { type Got, type Place, stillPlace } from './place.ts'
import { forged, open, type ProtectedCall, protectedCalls, secretOf, withSecret } from './protected-calls.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

/** A world whose clock stands still, and whose limits are lower than anybody would want them. */
async function strictPlace(api: string, limits: Readonly<Record<string, number>>): Promise<Place> {
  const place = await stillPlace(server)
  await place.hooks(api).changeSettings(limits)
  return place
}

/** Statuses as `ok`, or the number. */
async function results(count: number, attempt: (index: number) => Promise<Got>): Promise<(number | 'ok')[]> {
  const found: (number | 'ok')[] = []
  for (let index = 0; index < count; index++) {
    const got = await attempt(index)
    found.push(isAccepted(got) ? 'ok' : got.status)
  }
  return found
}

function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item)
}

const guessed = [...new Set([...logins, ...protectedCalls].map(({ api }) => api))]

test.each(guessed)('BF01, BF02, BF05: $id begins with the limits of NIST SP 800-63B-4', async ({ id }) => {
  const { json } = await (await stillPlace(server)).control('GET', `/apis/${id}/settings`)
  const { settings } = json as { settings: { name: string; value: unknown }[] }
  expect(Object.fromEntries(settings.map(({ name, value }) => [name, value]))).toMatchObject({
    failuresPerLogin: 5,
    failuresPerAccount: 100,
    failuresPerAddress: 100,
  })
})

/** Spellings of one name. */
const spellings: Readonly<Record<Login['name'], (name: string) => readonly string[]>> = {
  login: (name) => [name, name.toUpperCase(), ` ${name}`, `${name} `, name.replace('d', 'ｄ'), `\u00a0${name}`],
  email: (name) => [
    name,
    name.toUpperCase(),
    name.replace('a', 'A'),
    name.replace('@e', '@E'),
    'aDa@example.com',
    'adA@Example.com',
  ],
}

describe.each(logins)('at $title', (login: Login) => {
  const { id } = login.api
  const name = ada[login.name]
  const wrong = (place: Place, from?: string) => tryLogin(place, login, name, 'wrong-password', from)
  const right = (place: Place, from?: string) => tryLogin(place, login, name, ada.password, from)

  test('BF01: five failures, then a wait that doubles to fifteen minutes and says how long it is', async () => {
    const place = await stillPlace(server)
    expect(await results(5, () => wrong(place))).toEqual(times(5, login.refused))
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      const refused = await wrong(place)
      expect([refused.status, refused.header('retry-after')]).toEqual([429, String(wait)])
      await place.hooks(id).advanceClock(wait)
      expect((await wrong(place)).status).toBe(login.refused)
    }
  })

  test('BF01: a wait is over to the millisecond', async () => {
    const place = await strictPlace(id, { failuresPerLogin: 1 })
    expect((await wrong(place)).status).toBe(login.refused)
    for (const wait of [1, 2, 4]) {
      await place.hooks(id).advanceClock(wait - 0.001)
      expect((await wrong(place)).status).toBe(429)
      await place.hooks(id).advanceClock(0.001)
      expect((await wrong(place)).status).toBe(login.refused)
    }
  })

  test('BF02: so many failures of one name in a row are the end of it for a day, whatever was waited for', async () => {
    const most = 8
    const place = await strictPlace(id, { failuresPerAccount: most })
    let checked = 0
    for (;;) {
      const { status, header } = await wrong(place)
      const wait = Number(header('retry-after') ?? 0)
      if (status === login.refused) checked++
      else if (wait > 900) break
      else await place.hooks(id).advanceClock(wait)
    }
    expect(checked).toBe(most)
    const locked = await right(place)
    expect([locked.status, Number(locked.header('retry-after'))]).toEqual([429, 86_400])
    await place.hooks(id).advanceClock(86_400)
    expect(isAccepted(await right(place))).toBe(true)
  })

  test('BF03: a success ends the row of failures', async () => {
    const place = await strictPlace(id, { failuresPerLogin: 3 })
    const row = [...times(2, wrong), right]
    const attempts = [...row, ...row, ...times(4, wrong)]
    const refused = login.refused
    expect(await results(attempts.length, (index) => (attempts[index] ?? right)(place))).toEqual([
      ...[refused, refused, 'ok', refused, refused, 'ok'],
      ...[refused, refused, refused, 429],
    ])
  })

  test('BF05, AB08: one password tried on many names from one address is stopped, whatever address a header claims', async () => {
    const place = await strictPlace(id, { failuresPerAddress: 6 })
    const spray = (index: number) => {
      const claimed = [
        ['X-Forwarded-For', `10.0.0.${index}`],
        ['Forwarded', `for=10.0.0.${index}`],
        ['X-Real-IP', `10.0.0.${index}`],
      ] as const
      return place.send('POST', login.path, {
        ...login.request(nameLike(login, `person${index}`), 'Summer2026!'),
        headers: claimed,
      })
    }
    expect(await results(9, spray)).toEqual([...times(6, login.refused), 429, 429, 429])
    expect((await right(place)).status).toBe(429)
    expect(isAccepted(await right(place, '127.0.0.2'))).toBe(true)
    await place.hooks(id).advanceClock(899.999)
    expect((await right(place)).status).toBe(429)
    await place.hooks(id).advanceClock(0.001)
    expect(isAccepted(await right(place))).toBe(true)
  })

  test('BF06, BF07: guesses from many addresses lock the name for strangers, and not for whom it knows', async () => {
    const place = await strictPlace(id, { failuresPerAccount: 12 })
    const home = '127.0.0.99'
    expect(isAccepted(await right(place, home))).toBe(true)
    for (let address = 2; address < 6; address++)
      expect(await results(3, () => wrong(place, `127.0.0.${address}`))).toEqual(times(3, login.refused))
    expect((await right(place, '127.0.0.50')).status).toBe(429)
    expect(isAccepted(await right(place, home))).toBe(true)
    expect(isAccepted(await tryLogin(place, login, grace[login.name], grace.password, '127.0.0.50'))).toBe(true)
  })

  test('BF07: whoever guesses a name from one address locks nobody out of another', async () => {
    const place = await strictPlace(id, { failuresPerLogin: 2 })
    await results(3, () => wrong(place, '127.0.0.2'))
    expect((await right(place, '127.0.0.2')).status).toBe(429)
    expect(isAccepted(await right(place, '127.0.0.3'))).toBe(true)
  })

  test('BF08: of a hundred guesses at once, no more than the limit and the hashing slots are checked', async () => {
    const place = await stillPlace(server)
    const found = await Promise.all(times(100, wrong).map((attempt) => attempt(place)))
    const counts = Object.groupBy(found, ({ status }) => String(status))
    expect(Object.keys(counts).filter((status) => ![login.refused, 429, 503].map(String).includes(status))).toEqual([])
    expect(counts[login.refused]?.length).toBeLessThanOrEqual(5 + 2)
    expect((await right(place)).status).toBe(429)
  })

  test('BF10: spellings of one name share one count', async () => {
    const place = await stillPlace(server)
    const names = spellings[login.name](name)
    expect(await results(6, (index) => tryLogin(place, login, names[index] ?? '', 'wrong-password'))).toEqual([
      ...times(5, login.refused),
      429,
    ])
  })

  test('BF13: distinct names leave no more than the limits let through, and a day later nothing', async () => {
    const place = await strictPlace(id, { failuresPerAddress: 10 })
    await flood(place, login, 200)
    // Of each failure a login and an account, and the address; two more may have been in the hashing slots.
    expect(await rowsOf(place)).toBeLessThanOrEqual(2 * (10 + 2) + 1)
    await place.hooks(id).advanceClock(86_401)
    await wrong(place)
    expect(await rowsOf(place)).toBe(3)
  })
})

/** Many names that nobody has, fifty at a time. */
async function flood(place: Place, login: Login, count: number): Promise<void> {
  for (let batch = 0; batch < count; batch += 50)
    await Promise.all(
      times(50, 'n'.repeat(40)).map((name, index) =>
        tryLogin(place, login, nameLike(login, `${name}-${batch}-${index}`), 'wrong-password'),
      ),
    )
}

async function rowsOf(place: Place): Promise<number> {
  const [api] = apis
  const { database } = (await server.store.world(place.world)).api(api?.id ?? '').scope
  const sql = 'SELECT count(*) AS count FROM failures WHERE world = $1'
  const [row] = await database.all<{ count: number }>(sql, place.world)
  return row?.count ?? 0
}

test('BF13: thousands of names more take no memory', async () => {
  const [login] = logins as readonly [Login]
  const place = await strictPlace(login.api.id, { failuresPerAddress: 10 })
  await flood(place, login, 500)
  expect(await growthOf(() => flood(place, login, 2_000), 5_000_000)).toBeLessThan(5_000_000)
})

describe.each(protectedCalls)('$title', (protectedCall: ProtectedCall) => {
  test('BF11: guessing ends at the limit for that address, and for no other', async () => {
    const most = 10
    const place = await strictPlace(protectedCall.api.id, { failuresPerAddress: most })
    const good = await protectedCall.authorize(place)
    const guess = (index: number) =>
      open(
        place,
        protectedCall,
        withSecret(protectedCall, good, forged(secretOf(protectedCall, good), index)),
        '127.0.0.2',
      )
    expect(await results(most + 20, guess)).toEqual([...times(most, 401), ...times(20, 429)])
    expect((await open(place, protectedCall, good, '127.0.0.2')).status).toBe(429)
    expect(isAccepted(await open(place, protectedCall, good))).toBe(true)
  })
})
