import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted, visible } from './every-api.ts'
import { ada, type Login, logins, nameLike, tryLogin } from './logins.ts'
import { type Place, stillPlace } from './place.ts'
import { password, refusedLogins } from './refused-logins.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

/** Milliseconds of work, of all threads, that something takes the server; other processes do not count. */
async function work(something: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await something()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** How often each login is measured: a hash takes some twenty times as long as all else about a request. */
const tries = 6

function workOf(place: Place, login: Login, username: string, secret: string): Promise<number> {
  return work(async () => {
    for (let attempt = 0; attempt < tries; attempt++) await tryLogin(place, login, username, secret)
  })
}

describe.each(logins)('at $title', (login: Login) => {
  const seen = async (place: Place, username: string, secret: string) =>
    visible(await tryLogin(place, login, username, secret), login.api.suite.varying)

  test('EN01: whatever a login is refused for, the answer is the same to the byte', async () => {
    const { place, known, refused } = await refusedLogins(server, login)
    const answers = []
    for (const each of refused) answers.push(await seen(place, each.username, each.password))
    expect(answers[0]?.status).toBe(login.refused)
    for (const [at, answer] of answers.entries())
      expect([refused[at]?.why, answer]).toEqual([refused[at]?.why, answers[0]])
    expect(isAccepted(await tryLogin(place, login, known, password))).toBe(true)
  })

  // Times on a machine that does other things as well are no proof; `npm run timing` measures them at leisure.
  test('EN02: whatever a login is refused for, one password is hashed', async () => {
    const { place, known, refused } = await refusedLogins(server, login)
    const [plainest] = refused
    const hashing = await workOf(place, login, plainest?.username ?? '', plainest?.password ?? '')
    expect(await workOf(place, login, known, 'x'.repeat(2_000))).toBeLessThan(hashing / 2)
    for (const { why, username, password: secret } of refused) {
      const share = (await workOf(place, login, username, secret)) / hashing
      expect([why, share > 0.5 && share < 2]).toEqual([why, true])
    }
  })

  test('BF04: while a name waits, nothing is hashed for it, and the right password waits like any other', async () => {
    const place = await stillPlace(server)
    const name = ada[login.name]
    await place.hooks(login.api.id).changeSettings({ failuresPerLogin: tries })
    const hashing = await workOf(place, login, name, 'wrong-password')
    const [wrong, right] = [await seen(place, name, 'wrong-password'), await seen(place, name, ada.password)]
    expect([right.status, right]).toEqual([429, wrong])
    expect(await workOf(place, login, name, ada.password)).toBeLessThan(hashing / 2)
  })

  test('EN08: a name that nobody has waits as one that somebody has, at the same count and with the same answer', async () => {
    const place = await stillPlace(server)
    await place.hooks(login.api.id).changeSettings({ failuresPerLogin: 2 })
    const statuses = []
    for (let failure = 0; failure < 5; failure++) {
      const real = await seen(place, ada[login.name], 'wrong-password')
      expect(await seen(place, nameLike(login, 'nobody'), 'wrong-password')).toEqual(real)
      statuses.push(real.status)
    }
    expect(statuses).toEqual([login.refused, login.refused, 429, 429, 429])
  })
})
