import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoKey } from '../../src/apis/numbers-station/demo.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import { ada, type PasswordLogin, passwordLogins, tryLogin } from './logins.ts'
import { type Got, newPlace } from './place.ts'
import { password, refusedLogins } from './refused-logins.ts'

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse()
})

afterAll(async () => {
  await house.stop()
})

/** All that a client sees of an answer, but for the time of day. */
function visible({ status, headers, text }: Got) {
  return { status, text, headers: headers.filter(([name]) => name !== 'Date') }
}

/** Milliseconds of work, of all threads, that something takes the server; other processes do not count. */
async function work(something: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await something()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

describe.each(passwordLogins)('at $path', (login: PasswordLogin) => {
  test('EN01: whatever a login is refused for, the answer is the same to the byte', async () => {
    const { place, refused } = await refusedLogins(house, login)
    const answers = []
    for (const each of refused) answers.push(visible(await tryLogin(place, login, each.username, each.password)))
    expect(answers[0]?.status).toBe(401)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await tryLogin(place, login, 'known@example.com', password)).status).toBe(200)
  })

  test('EN02: whatever a login is refused for, one password is hashed', async () => {
    const { place, refused } = await refusedLogins(house, login)
    const tries = 12
    const measure = (username: string, secret: string) =>
      work(async () => {
        for (let attempt = 0; attempt < tries; attempt++) await tryLogin(place, login, username, secret)
      })
    const [plainest] = refused
    const hashing = await measure(plainest?.username ?? '', plainest?.password ?? '')
    const without = await measure('known@example.com', 'x'.repeat(2_000))
    expect(without).toBeLessThan(hashing / 2)
    for (const { why, username, password: secret } of refused) {
      const share = (await measure(username, secret)) / hashing
      expect([why, share > 0.5 && share < 2]).toEqual([why, true])
    }
  })

  test('BF04: while a name waits, nothing is hashed for it', async () => {
    const place = newPlace(house)
    await place.control('PATCH', '/clock', { frozen: true })
    const tries = (secret: string) =>
      work(async () => {
        for (let attempt = 0; attempt < 5; attempt++) await tryLogin(place, login, login.name, secret)
      })
    const hashing = await tries('wrong')
    expect(await tries(ada.password)).toBeLessThan(hashing / 2)
  })
})

const exchange = '/numbers-station/api/v1/login/access-token/api-key'

test('EN07: a wrong key says nothing of accounts and users, nor does the key of another account', async () => {
  const place = newPlace(house)
  const ask = (key: string, account_name: string, email: string) =>
    place.send('POST', exchange, { headers: [['X-API-Key', key]], query: { account_name, email } })
  const wrong = 'x'.repeat(50)
  const answers = [
    await ask(wrong, 'acme', 'ada@example.com'),
    await ask(wrong, 'acme', 'unknown@example.com'),
    await ask(wrong, 'globex', 'ada@example.com'),
    await ask(wrong, 'nobody', 'unknown@example.com'),
  ]
  for (const answer of answers) expect(visible(answer)).toEqual(visible(answers[0] as Got))
  const others = [
    await ask(demoKey, 'globex', 'ada@example.com'),
    await ask(demoKey, 'nobody', 'ada@example.com'),
    await ask(demoKey, 'nobody', 'unknown@example.com'),
  ]
  for (const other of others) {
    expect(visible(other)).toEqual(visible(others[0] as Got))
    expect([other.status, other.text]).toEqual([answers[0]?.status, answers[0]?.text])
  }
})

test('EN07: to the right key a disabled user is as unknown as none', async () => {
  const place = newPlace(house)
  await place.hooks('numbers-station').disableAccount('ada@example.com', true)
  const ask = (email: string) =>
    place.send('POST', exchange, { headers: [['X-API-Key', demoKey]], query: { account_name: 'acme', email } })
  expect(visible(await ask('ada@example.com'))).toEqual(visible(await ask('unknown@example.com')))
})

test('EN09: a login at a provider begins alike for every account, and tells nothing of who is set up', async () => {
  const place = newPlace(house)
  const begin = (query: string) => place.send('GET', `/numbers-station/api/v1/login/session/oauth?${query}`)
  const [known, unknown] = [
    await begin('provider=google&account_name=acme'),
    await begin('provider=google&account_name=nobody'),
  ]
  const kind = ({ status, headers }: Got) => [status, headers.map(([name]) => name)]
  expect(kind(unknown)).toEqual(kind(known))
  const refused = await begin('provider=okta')
  expect(refused.status).toBe(400)
  for (const { text } of [refused, await begin('provider=x'), await begin('provider=')])
    expect(text).not.toMatch(/acme|globex|idp|http/)
})
