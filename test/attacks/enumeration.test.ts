import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { isAccepted, visible } from './every-api.ts'
import { ada, type Login, logins, nameLike, tryLogin } from './logins.ts'
import { type Place, stillPlace } from './place.ts'
import { password, refusedLogins } from './refused-logins.ts'

const { passwords, count } = countedPasswords()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ passwords })
})

afterAll(async () => {
  await server.stop()
})

/** How many passwords a login hashes. */
async function hashedBy(place: Place, login: Login, username: string, secret: string): Promise<number> {
  const before = count()
  await tryLogin(place, login, username, secret)
  return count() - before
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

  // What each takes in time is measured by `npm run timing`.
  test('EN02: whatever a login is refused for, one password is hashed', async () => {
    const { place, known, refused } = await refusedLogins(server, login)
    for (const { why, username, password: secret } of refused)
      expect([why, await hashedBy(place, login, username, secret)]).toEqual([why, 1])
    expect(await hashedBy(place, login, known, 'x'.repeat(2_000))).toBe(0)
  })

  test('BF04: while a name waits, nothing is hashed for it, and the right password waits like any other', async () => {
    const place = await stillPlace(server)
    const name = ada[login.name]
    await place.hooks(login.api.id).changeSettings({ failuresPerLogin: 2 })
    for (let failure = 0; failure < 2; failure++) expect(await hashedBy(place, login, name, 'wrong-password')).toBe(1)
    const [wrong, right] = [await seen(place, name, 'wrong-password'), await seen(place, name, ada.password)]
    expect([right.status, right]).toEqual([429, wrong])
    expect(await hashedBy(place, login, name, ada.password)).toBe(0)
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
