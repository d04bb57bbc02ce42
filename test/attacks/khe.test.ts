import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import {
  change,
  type KheLogin,
  kheLogin,
  logOut,
  refreshed,
  signUp,
  tokenStatus,
  tryKheLogin,
  tryRefresh,
} from './khe-logins.ts'
import { ada, grace } from './logins.ts'
import { type Got, newPlace, type Place } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

const day = 86_400

/** A world whose clock stands still until it is moved. */
async function stillPlace(): Promise<Place & { pass(seconds: number): Promise<void> }> {
  const place = newPlace(server)
  await place.control('PATCH', '/clock', { now: '2026-03-01T12:00:00.000Z', frozen: true })
  return { ...place, pass: (seconds) => place.hooks('khe').advanceClock(seconds) }
}

function times<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)))
}

const statuses = (answers: readonly Got[]) => answers.map(({ status }) => status).sort()

const lin = { email: 'lin@example.com', password: 'a-password-of-some-length' }

test('TL01, TL04: a token lives fourteen days to the millisecond, as `expires` says', async () => {
  const place = await stillPlace()
  const login = await kheLogin(place)
  expect(login.expires).toBe('2026-03-15T12:00:00.000Z')
  await place.pass(14 * day - 0.001)
  expect(await tokenStatus(place, login)).toBe(200)
  await place.pass(0.001)
  expect(await tokenStatus(place, login)).toBe(401)
})

test('TL06: what was ended stays dead when the clock goes back', async () => {
  const place = await stillPlace()
  const [first, other] = [await kheLogin(place), await kheLogin(place)]
  const second = await refreshed(place, first)
  await place.pass(60)
  await logOut(place, other)
  for (const back of [-30, -3_600, -10 * day]) {
    await place.pass(back)
    for (const dead of [first, second, other]) {
      expect([back, await tokenStatus(place, dead)]).toEqual([back, 401])
      expect([back, (await tryRefresh(place, dead)).status]).toEqual([back, 400])
    }
  }
})

test('TL07: from the answer to a logout on the token is dead, however many requests are under way', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const flood = times(50, () => change(place, login, {}))
  expect((await logOut(place, login)).status).toBe(200)
  const after = await times(20, () => change(place, login, {}))
  expect(new Set(statuses(after))).toEqual(new Set([401]))
  expect(statuses(await flood).filter((status) => status !== 200 && status !== 401)).toEqual([])
  expect((await tryRefresh(place, login)).status).toBe(400)
})

test('TL31: whoever logs in with the old password while it is changed is out when it is', async () => {
  const place = newPlace(server)
  const owner = await kheLogin(place)
  const flood = times(8, () => tryKheLogin(place, ada))
  const changed = change(place, owner, { password: lin.password })
  const late = times(8, () => tryKheLogin(place, ada))
  expect((await changed).status).toBe(200)
  const answers = [...(await flood), ...(await late)]
  const thieves = answers.filter(({ status }) => status === 200).map(({ json }) => json as KheLogin)
  for (const thief of thieves)
    expect([await tokenStatus(place, thief), (await tryRefresh(place, thief)).status]).toEqual([401, 400])
  expect(await tokenStatus(place, owner)).toBe(200)
})

test('TL31: of logins that change the password at once one does, and the others are out', async () => {
  const place = newPlace(server)
  const sessions = await times(4, () => kheLogin(place))
  const passwords = sessions.map((_, index) => `${lin.password}-${index}`)
  const answers = await Promise.all(
    sessions.map((session, index) => change(place, session, { password: passwords[index] })),
  )
  expect(statuses(answers)).toEqual([200, 401, 401, 401])
  const winner = answers.findIndex(({ status }) => status === 200)
  const tries = await times(4, (index) => tryKheLogin(place, { email: ada.email, password: passwords[index] ?? '' }))
  expect(tries.map(({ status }) => status)).toEqual(sessions.map((_, index) => (index === winner ? 200 : 400)))
})

test('TL31: a change under way when the account is deleted leaves nothing of it', async () => {
  const place = newPlace(server)
  const owner = await kheLogin(place)
  const changed = change(place, owner, { email: lin.email, password: lin.password })
  await place.control('DELETE', `/apis/khe/accounts/${owner.key}`)
  expect([200, 401]).toContain((await changed).status)
  expect((await signUp(place, lin)).status).toBe(201)
})

test('TL08: a logout from one client leaves the other, and other users, alone', async () => {
  const place = newPlace(server)
  const [one, other, somebody] = [
    await kheLogin(place),
    await kheLogin(place, ada, 'mocha'),
    await kheLogin(place, grace),
  ]
  await logOut(place, one)
  expect([await tokenStatus(place, other), await tokenStatus(place, somebody)]).toEqual([200, 200])
  expect((await tryRefresh(place, other, 'mocha')).status).toBe(200)
})

test('TL09: of twenty logouts at once none fails, and one after them is refused', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  const answers = await times(20, () => logOut(place, login))
  expect(statuses(answers).filter((status) => status !== 200 && status !== 401)).toEqual([])
  expect(statuses(answers)[0]).toBe(200)
  expect((await logOut(place, login)).status).toBe(401)
})

test('TL10, TL11: a refresh issues two new secrets and ends the two before them', async () => {
  const place = await stillPlace()
  const first = await kheLogin(place)
  const second = await refreshed(place, first)
  expect(new Set([first.token, first.refresh, second.token, second.refresh]).size).toBe(4)
  expect([await tokenStatus(place, first), await tokenStatus(place, second)]).toEqual([401, 200])
})

test('TL12, TL14: a replay is harmless for ten seconds to the millisecond, and ends the login from then on', async () => {
  for (const [passed, isAlive] of [
    [0, true],
    [9.999, true],
    [10, false],
    [5 * day, false],
  ] as const) {
    const place = await stillPlace()
    const first = await kheLogin(place)
    const second = await refreshed(place, first)
    await place.pass(passed)
    expect((await tryRefresh(place, first)).status).toBe(400)
    expect([passed, await tokenStatus(place, second)]).toEqual([passed, isAlive ? 200 : 401])
    expect([passed, (await tryRefresh(place, second)).status]).toEqual([passed, isAlive ? 200 : 400])
  }
})

test('TL13: a refresh token of two refreshes ago ends the login at once, and no other of the user', async () => {
  const place = await stillPlace()
  const [first, other] = [await kheLogin(place), await kheLogin(place)]
  const third = await refreshed(place, await refreshed(place, first))
  expect((await tryRefresh(place, first)).status).toBe(400)
  expect([await tokenStatus(place, third), (await tryRefresh(place, third)).status]).toEqual([401, 400])
  expect(await tokenStatus(place, other)).toBe(200)
})

test('TL15: of two refreshes at once one succeeds, two hundred times over, and the winner goes on', async () => {
  const place = newPlace(server)
  let login = await kheLogin(place)
  for (let round = 0; round < 200; round++) {
    const answers = await times(2, () => tryRefresh(place, login))
    expect([round, statuses(answers)]).toEqual([round, [200, 400]])
    login = answers.find(({ status }) => status === 200)?.json as KheLogin
  }
  expect(await tokenStatus(place, login)).toBe(200)
})

test('TL16: of a hundred refreshes at once one succeeds, and one pair lives', async () => {
  const place = await stillPlace()
  const login = await kheLogin(place)
  const answers = await times(100, () => tryRefresh(place, login))
  expect(statuses(answers)).toEqual([200, ...Array(99).fill(400)])
  const next = answers.find(({ status }) => status === 200)?.json as KheLogin
  expect([await tokenStatus(place, login), await tokenStatus(place, next)]).toEqual([401, 200])
  const { secrets } = (await server.store.world(place.world)).api('khe')
  expect(await secrets.list('refresh-token', login.key)).toHaveLength(1)
  expect(await secrets.list('access-token', login.key)).toHaveLength(1)
})

test('TL17: once a logout is answered nothing works that refreshes under way were handed', async () => {
  const place = newPlace(server)
  for (let round = 0; round < 10; round++) {
    const logins = await times(4, () => kheLogin(place))
    const [own = logins[0] as KheLogin, ...others] = logins
    const flying = Promise.all(others.flatMap((login) => Array.from({ length: 7 }, () => tryRefresh(place, login))))
    const ended = await logOut(place, own)
    const handed = (await flying).filter(({ status }) => status === 200).map(({ json }) => json as KheLogin)
    expect(ended.status).toBe(200)
    for (const login of [...logins, ...handed]) {
      expect([await tokenStatus(place, login), (await tryRefresh(place, login)).status]).toEqual([401, 400])
    }
  }
})

test('TL19: another client or key cannot trade a refresh token in, nor do harm with it', async () => {
  const place = await stillPlace()
  const first = await kheLogin(place)
  const wrong = async (login: KheLogin) => [
    (await tryRefresh(place, login, 'mocha')).status,
    (await tryRefresh(place, { ...login, key: (await kheLogin(place, grace)).key })).status,
  ]
  expect(await wrong(first)).toEqual([400, 400])
  const second = await refreshed(place, first)
  await place.pass(60)
  expect(await wrong(first)).toEqual([400, 400])
  expect([await tokenStatus(place, second), (await tryRefresh(place, second)).status]).toEqual([200, 200])
})

test('TL20: a login that is refreshed every day ends after sixty days, to the millisecond', async () => {
  const place = await stillPlace()
  let login = await kheLogin(place)
  for (let days = 1; days < 60; days++) {
    await place.pass(day)
    login = await refreshed(place, login)
  }
  await place.pass(day - 0.001)
  login = await refreshed(place, login)
  await place.pass(0.001)
  expect((await tryRefresh(place, login)).status).toBe(400)
})

test('TL20: a login that is never refreshed can be until the sixty days are over', async () => {
  const place = await stillPlace()
  const [one, other] = [await kheLogin(place), await kheLogin(place)]
  await place.pass(60 * day - 0.001)
  expect(await tokenStatus(place, one)).toBe(401)
  expect((await tryRefresh(place, one)).status).toBe(200)
  await place.pass(0.001)
  expect((await tryRefresh(place, other)).status).toBe(400)
})

test('TL23: once a new password is answered nothing of the other logins works, refreshed under way or not', async () => {
  const place = newPlace(server)
  const [own, ...others] = [await kheLogin(place), await kheLogin(place), await kheLogin(place, ada, 'mocha')]
  const flying = Promise.all(
    others.flatMap((login) => ['abc123', 'mocha'].map((client) => tryRefresh(place, login, client))),
  )
  const changed = await change(place, own, { password: lin.password })
  const handed = (await flying).filter(({ status }) => status === 200).map(({ json }) => json as KheLogin)
  expect(changed.status).toBe(200)
  for (const login of [...others, ...handed]) expect(await tokenStatus(place, login)).toBe(401)
  for (const login of [...others, ...handed]) expect((await tryRefresh(place, login)).status).toBe(400)
  expect(await tokenStatus(place, own)).toBe(200)
  expect((await tryKheLogin(place, ada)).status).toBe(400)
})

test('TL26: tokens and refresh tokens are random in every bit that a UUID leaves, and never the same twice', async () => {
  const place = newPlace(server)
  let login = await kheLogin(place)
  const secrets: string[] = []
  for (let count = 0; count < 1_000; count++) {
    login = await refreshed(place, login)
    secrets.push(login.token, login.refresh)
  }
  expect(new Set(secrets).size).toBe(2_000)
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(secrets.filter((secret) => !uuid.test(secret))).toEqual([])
  const bits = secrets.map((secret) =>
    BigInt(`0x${secret.replaceAll('-', '')}`)
      .toString(2)
      .padStart(128, '0'),
  )
  const ones = Array.from({ length: 128 }, (_, at) => bits.filter((each) => each[at] === '1').length)
  // Each is one in 2,000 tosses of a coin: 1,000, and further off than 150 once in 10^11 times; six bits are given.
  expect(ones.filter((count) => Math.abs(count - 1_000) > 150)).toEqual([0, 2_000, 0, 0, 2_000, 0])
})
