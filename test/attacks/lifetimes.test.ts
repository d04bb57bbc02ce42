import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHouse, type TestHouse } from '../house.ts'
import {
  credits,
  me,
  nebulaKey,
  nebulaToken,
  numbersCookie,
  numbersToken,
  passwordLogins,
  sentCookie,
  tryLogin,
} from './logins.ts'
import { newPlace, type Place } from './place.ts'

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse()
})

afterAll(async () => {
  await house.stop()
})

/** A world whose clock stands still until it is moved. */
async function stillPlace(): Promise<Place & { pass(seconds: number): Promise<void> }> {
  const place = newPlace(house)
  await place.control('PATCH', '/clock', { now: '2026-03-01T12:00:00.000Z', frozen: true })
  return { ...place, pass: (seconds) => place.hooks('nebula-block').advanceClock(seconds) }
}

async function status(place: Place, path: string, sent: { bearer: string } | { cookie: string }): Promise<number> {
  return (await place.send('GET', path, sent)).status
}

test('TL01: an access token of Nebula Block lives two hours to the millisecond', async () => {
  const place = await stillPlace()
  const bearer = await nebulaToken(place)
  await place.pass(7_199.999)
  expect(await status(place, credits, { bearer })).toBe(200)
  await place.pass(0.001)
  expect(await status(place, credits, { bearer })).toBe(401)
  await place.pass(1)
  expect(await status(place, credits, { bearer })).toBe(401)
})

test('TL01: a token that was issued between two seconds lives to the whole second that it names, and no longer', async () => {
  const place = await stillPlace()
  await place.pass(0.7)
  const bearer = await nebulaToken(place)
  await place.pass(7_199.299)
  expect(await status(place, credits, { bearer })).toBe(200)
  await place.pass(0.001)
  expect(await status(place, credits, { bearer })).toBe(401)
})

test('TL28: a session of either medium ends after half an hour without a request, to the millisecond', async () => {
  const place = await stillPlace()
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  await place.pass(1_799.999)
  expect([await status(place, me, { bearer }), await status(place, me, { cookie })]).toEqual([200, 200])
  await place.pass(1_800)
  expect([await status(place, me, { bearer }), await status(place, me, { cookie })]).toEqual([401, 401])
})

test('TL28: a session that is always used ends after twelve hours, to the millisecond', async () => {
  const place = await stillPlace()
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  const both = async () => [await status(place, me, { bearer }), await status(place, me, { cookie })]
  for (const seconds of [...Array.from({ length: 24 }, () => 1_799), 23.999]) {
    await place.pass(seconds)
    expect(await both()).toEqual([200, 200])
  }
  await place.pass(0.001)
  expect(await both()).toEqual([401, 401])
})

test('TL28: a refused request keeps no session alive', async () => {
  const place = await stillPlace()
  const cookie = await numbersCookie(place)
  await place.pass(1_700)
  expect((await place.send('GET', me, { cookie, headers: [['Origin', 'https://evil.example']] })).status).toBe(403)
  await place.pass(100)
  expect(await status(place, me, { cookie })).toBe(401)
})

test('OA07: a login at a provider may take ten minutes, to the millisecond', async () => {
  const begin = async (place: Place) => {
    const got = await place.send('GET', '/numbers-station/api/v1/login/session/oauth?provider=google')
    const state = new URL(String(got.json)).searchParams.get('state') ?? ''
    return { cookie: sentCookie(got, 'login_id'), query: { state, error: 'access_denied' } }
  }
  const callback = '/numbers-station/api/v1/login/session/oauth/callback'
  const place = await stillPlace()
  const [first, second] = [await begin(place), await begin(place)]
  await place.pass(599.999)
  expect((await place.send('GET', callback, first)).status).toBe(302)
  await place.pass(0.001)
  expect((await place.send('GET', callback, second)).status).toBe(400)
})

test('BF01: a wait is over to the millisecond', async () => {
  const place = await stillPlace()
  const wrong = async () => (await tryLogin(place, passwordLogins[0], 'ada', 'wrong')).status
  for (let failure = 0; failure < 5; failure++) expect(await wrong()).toBe(401)
  for (const wait of [1, 2, 4]) {
    await place.pass(wait - 0.001)
    expect(await wrong()).toBe(429)
    await place.pass(0.001)
    expect(await wrong()).toBe(401)
  }
})

test('TL06: what was withdrawn stays dead when the clock goes back', async () => {
  const place = await stillPlace()
  const nebula = await nebulaToken(place)
  const key = await nebulaKey(place, nebula)
  const [bearer, cookie] = [await numbersToken(place), await numbersCookie(place)]
  await place.pass(60)
  await place.send('DELETE', '/nebula-block/api/v1/api-keys/2', { bearer: key })
  await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer })
  await place.send('POST', '/numbers-station/api/v1/logout/session', { cookie })
  for (const back of [-30, -3_600, -864_000]) {
    await place.pass(back)
    const statuses = [
      await status(place, credits, { bearer: key }),
      await status(place, me, { bearer }),
      await status(place, me, { cookie }),
    ]
    expect([back, statuses]).toEqual([back, [401, 401, 401]])
  }
})

test('TL06: a clock that goes back lets nobody try again sooner, nor makes anybody wait for ever', async () => {
  const place = await stillPlace()
  const attempt = async (password: string) => tryLogin(place, passwordLogins[0], 'ada', password)
  for (let failure = 0; failure < 5; failure++) await attempt('wrong')
  await place.pass(-600)
  const refused = await attempt('correct-horse-battery-staple')
  expect([refused.status, Number(refused.header('retry-after'))]).toEqual([429, 601])
  await place.pass(601)
  expect((await attempt('correct-horse-battery-staple')).status).toBe(200)
})

test('an account that is disabled in the past is disabled now, and enabling it does not bring back what was ended', async () => {
  const place = await stillPlace()
  const { disableAccount } = place.hooks('numbers-station')
  const [bearer, other] = [await numbersToken(place), await numbersToken(place)]
  await disableAccount('ada@example.com', true)
  await place.pass(-3_600)
  expect(await status(place, me, { bearer })).toBe(401)
  await place.pass(3_600)
  await disableAccount('ada@example.com', false)
  await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer: other })
  expect(await status(place, me, { bearer: other })).toBe(401)
})
