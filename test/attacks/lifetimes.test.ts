import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, type Login, logins, tryLogin } from './logins.ts'
import { type Place, stillPlace } from './place.ts'
import { open, type ProtectedCall, protectedCalls } from './protected-calls.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

const start = Date.parse('2026-03-01T12:00:00.000Z')
const tenYears = 10 * 365 * 86_400

/** Whether a credential that is left alone is good so many milliseconds after it was issued. */
async function isAlive(place: Place, protectedCall: ProtectedCall, age: number): Promise<boolean> {
  const moveTo = (now: number) => place.control('PATCH', '/clock', { now: new Date(now).toISOString(), frozen: true })
  await moveTo(start)
  const sent = await protectedCall.authorize(place)
  await moveTo(start + age)
  return isAccepted(await open(place, protectedCall, sent))
}

/** The first whole second that a credential does not live to see; infinite where it sees ten years. */
async function lifetimeOf(place: Place, protectedCall: ProtectedCall): Promise<number> {
  if (await isAlive(place, protectedCall, tenYears * 1_000)) return Number.POSITIVE_INFINITY
  let [alive, dead] = [0, tenYears]
  while (dead - alive > 1) {
    const middle = Math.trunc((alive + dead) / 2)
    if (await isAlive(place, protectedCall, middle * 1_000)) alive = middle
    else dead = middle
  }
  return dead
}

test.each(protectedCalls)(
  'TL01, TL05: a $title lives for ever or for whole seconds, to the millisecond',
  async (protectedCall) => {
    const place = await stillPlace(server)
    const seconds = await lifetimeOf(place, protectedCall)
    expect(seconds).toBeGreaterThan(60)
    if (Number.isFinite(seconds)) {
      expect(await isAlive(place, protectedCall, seconds * 1_000 - 1)).toBe(true)
      expect(await isAlive(place, protectedCall, seconds * 1_000)).toBe(false)
      expect(await isAlive(place, protectedCall, seconds * 1_000 + 1_000)).toBe(false)
    }
  },
)

test.each(logins)(
  'TL06: at $title a clock that goes back lets nobody try again sooner, nor makes anybody wait for ever',
  async (login: Login) => {
    const place = await stillPlace(server)
    const { advanceClock, changeSettings } = place.hooks(login.api.id)
    await changeSettings({ failuresPerLogin: 1 })
    await tryLogin(place, login, ada[login.name], 'wrong-password')
    await advanceClock(-600)
    const attempt = () => tryLogin(place, login, ada[login.name], ada.password)
    const refused = await attempt()
    expect([refused.status, Number(refused.header('retry-after'))]).toEqual([429, 601])
    await advanceClock(601)
    expect(isAccepted(await attempt())).toBe(true)
  },
)
