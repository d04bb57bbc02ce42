import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Passwords } from '../../src/auth/password.ts'
import { cheapPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, type Login, logins, nameLike, tryLogin } from './logins.ts'
import { newPlace, type Place, stillPlace } from './place.ts'

let server: TestServer
/** The passwords that were verified, in their order, and what lets the next one end. */
const begun: string[] = []
const held: (() => void)[] = []
let isHeld = false

const passwords: Passwords = {
  ...cheapPasswords,
  async verify(stored, password) {
    begun.push(password)
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve))
    return cheapPasswords.verify(stored, password)
  },
}

beforeAll(async () => {
  server = await startTestServer({ passwords })
})

afterAll(() => server.stop())

const [flooder, neighbor] = ['127.0.0.2', '127.0.0.3']

test.each(logins)(
  'BF05: the limit of one network address on $title is of no other and of its own world',
  async (login) => {
    const [place, elsewhere] = [await stillPlace(server), newPlace(server)]
    await place.hooks(login.api.id).changeSettings({ passwordsPerAddress: 1 })
    const enter = (from: string, at = place) => tryLogin(at, login, ada[login.name], ada.password, from)

    expect(isAccepted(await enter(flooder))).toBe(true)
    const refused = await enter(flooder)
    expect([refused.status, refused.header('Retry-After')]).toEqual([429, '3600'])

    expect(isAccepted(await enter(neighbor))).toBe(true)
    expect(isAccepted(await enter(flooder, elsewhere))).toBe(true)
    await place.hooks(login.api.id).advanceClock(3_600)
    expect(isAccepted(await enter(flooder))).toBe(true)
  },
)

test('BF05: a flood of logins from one address holds up no login of another, in whatever API and world', async () => {
  const [login, other] = [...Map.groupBy(logins, ({ api }) => api.id).values()].flatMap(([first]) => first ?? []) as [
    Login,
    Login,
  ]
  const [place, elsewhere] = [newPlace(server), newPlace(server)]
  await elsewhere.control('GET', '/clock')
  begun.length = 0
  isHeld = true
  const flood = Array.from({ length: 100 }, (_, index) => wrong(place, login, index, flooder))
  const turnedAway = await firstOf(flood, 34)
  const neighbors = tryLogin(elsewhere, other, ada[other.name], ada.password, neighbor)

  // Two are being verified, and sixty-four of the flood wait.
  await expect.poll(() => held.length).toBe(2)
  await elsewhere.send('GET', '/healthz', {}, neighbor)
  while (!begun.includes(ada.password)) await endOne()
  const turn = begun.length
  isHeld = false
  for (const end of held.splice(0)) end()

  expect(turn).toBeLessThan(20)
  expect(isAccepted(await neighbors)).toBe(true)
  expect(new Set(turnedAway.map((got) => got.status))).toEqual(new Set([503]))
  expect(turnedAway.map((got) => got.header('Retry-After'))).toEqual(Array(34).fill('1'))
  await Promise.all(flood)
})

function wrong(place: Place, login: Login, index: number, from: string) {
  return tryLogin(place, login, nameLike(login, `nobody-${index}`), 'of-the-flood', from)
}

/** The first so many answers, whichever they are. */
async function firstOf<Result>(all: readonly Promise<Result>[], count: number): Promise<readonly Result[]> {
  const found: Result[] = []
  for (const each of all) each.then((result) => found.push(result))
  await expect.poll(() => found.length).toBe(count)
  return [...found]
}

/** Lets the password end that has been verified longest, and waits until the next one has begun. */
async function endOne(): Promise<void> {
  const before = begun.length
  held.shift()?.()
  await expect.poll(() => begun.length).toBeGreaterThan(before)
}

test('EN05, OT11: whoever signs up with a taken address again and again fills no mailbox', async () => {
  const place = await stillPlace(server)
  const json = { name: 'Intruder', email: 'ada@example.com', password: 'the-password-of-an-intruder' }
  const notices = async () => {
    const { json } = await place.control('GET', '/apis/innodata/outbox')
    return (json as { messages: readonly object[] }).messages.length
  }
  const signUp = async () => (await place.send('POST', '/innodata/v1/users', { json })).status

  for (let count = 0; count < 5; count++) expect(await signUp()).toBe(201)
  expect(await notices()).toBe(1)

  await place.hooks('innodata').advanceClock(3_600)
  for (let count = 0; count < 5; count++) expect(await signUp()).toBe(201)
  expect(await notices()).toBe(2)
})
