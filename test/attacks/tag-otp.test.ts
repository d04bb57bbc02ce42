import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countedPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { ada } from './logins.ts'
import { type Got, newPlace, type Place, placeOf } from './place.ts'
import { codeFor, logIn, send, wrongCode } from './tag.ts'

const { passwords, count } = countedPasswords()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ passwords })
})

afterAll(() => server.stop())

async function stillPlace(): Promise<Place> {
  const place = newPlace(server)
  await place.control('PATCH', '/clock', { frozen: true })
  return place
}

/** All that a client sees of an answer, but for the time of day and the address it asked for. */
function visible({ status, headers, text }: Got, email: string) {
  return {
    status,
    text: text.replace(email, ''),
    headers: headers.filter(([name]) => !/^(Date|Content-Length)$/.test(name)),
  }
}

test('OT02: a code works for 599 seconds and not for 600', async () => {
  const place = await stillPlace()
  const first = await codeFor(place, ada.email)
  await place.hooks('tag').advanceClock(599.999)
  expect((await logIn(place, ada.email, first)).status).toBe(200)
  const second = await codeFor(place, ada.email)
  await place.hooks('tag').advanceClock(600)
  expect((await logIn(place, ada.email, second)).status).toBe(400)
})

test('OT03: a lifetime over half an hour cannot be set', async () => {
  const place = newPlace(server)
  for (const otpLifetime of [1_801, 59, 0, -1, 600.5, '600', null]) {
    const got = await place.control('PATCH', '/apis/tag/settings', { otpLifetime })
    expect([otpLifetime, got.status]).toEqual([otpLifetime, 400])
  }
  expect((await place.control('PATCH', '/apis/tag/settings', { otpLifetime: 1_800 })).status).toBe(200)
})

test('OT03: a lifetime over ten minutes is told to those who run the server, when it is set and at every start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const logged: string[] = []
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) })
  const log = pino({ level: 'warn', base: null, timestamp: false }, sink)
  const options = { data: join(folder, 'data.db'), secret: randomBytes(32), log }
  const caution = {
    ...{ level: 40, api: 'tag', setting: 'otpLifetime', value: 601, msg: 'a setting is weaker than advised' },
    remedy: expect.stringContaining('Set "otpLifetime" to 600 or less: '),
  }

  const first = await startTestServer(options)
  const place = newPlace(first)
  for (const otpLifetime of [600, 601])
    expect((await place.control('PATCH', '/apis/tag/settings', { otpLifetime })).status).toBe(200)
  await first.stop()
  const whenSet = logged.splice(0)
  await (await startTestServer(options)).stop()

  for (const lines of [whenSet, logged])
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ world: place.world, ...caution }])
  rmSync(folder, { recursive: true })
})

test('OT05: five wrong codes burn the right one, from wherever they came', async () => {
  const place = await stillPlace()
  const code = await codeFor(place, ada.email)
  for (let step = 1; step <= 5; step++)
    expect((await logIn(place, ada.email, wrongCode(code, step), `127.0.0.${step}`)).status).toBe(400)
  expect((await logIn(place, ada.email, code, '127.0.0.9')).status).toBe(400)
  expect((await logIn(place, ada.email, ada.password, '127.0.0.9')).status).toBe(200)
})

test('OT05: four wrong codes do not, nor do wrong passwords', async () => {
  const place = await stillPlace()
  const code = await codeFor(place, ada.email)
  for (let step = 1; step <= 4; step++) {
    await logIn(place, ada.email, wrongCode(code, step), `127.0.0.${step}`)
    await logIn(place, ada.email, 'not-the-password', `127.0.1.${step}`)
  }
  expect((await logIn(place, ada.email, code, '127.0.0.9')).status).toBe(200)
})

test('OT06: in a day no more than a hundred guesses are checked, however many codes are sent', async () => {
  const place = await stillPlace()
  const { advanceClock } = place.hooks('tag')
  let [passed, checked, code] = [0, 0, '000000']
  const wait = async (seconds: number) => {
    passed += seconds
    await advanceClock(seconds)
  }
  while (passed < 86_400) {
    if ((await send(place, { email: ada.email }, '127.0.0.2')).status === 200)
      code = /[0-9]{6}/.exec(await place.hooks('tag').readMessage(ada.email))?.[0] ?? ''
    for (let step = 1; step <= 5 && passed < 86_400; step++) {
      const got = await logIn(place, ada.email, wrongCode(code, step), '127.0.0.2')
      if (got.status === 400) checked++
      else await wait(Number(got.header('retry-after')))
    }
  }
  expect(checked).toBeLessThanOrEqual(100)
  expect(checked).toBeGreaterThan(50)
})

test('OT09: of fifty redemptions at once exactly one succeeds', async () => {
  const place = newPlace(server)
  const code = await codeFor(place, ada.email)

  const answers = await Promise.all(Array.from({ length: 50 }, () => logIn(place, ada.email, code)))

  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => ![200, 400, 429, 503].includes(status))).toEqual([])
})

test('OT10: a code is a text; as a number it is none', async () => {
  const place = newPlace(server)
  const code = await codeFor(place, ada.email)
  const got = await logIn(place, ada.email, Number(code) as never)
  expect([got.status, (got.json as { error: string }).error]).toEqual([400, 'invalid_request'])
  expect((await logIn(place, ada.email, code)).status).toBe(200)
})

test('OT11: a hundred codes an hour are sent for a network address, known or not, whoever asks', async () => {
  const place = await stillPlace()
  const found: number[] = []
  for (let count = 0; count < 105; count++)
    found.push((await send(place, { email: `person-${count}@example.com` })).status)
  expect(found).toEqual([...Array(100).fill(200), ...Array(5).fill(429)])
  const [known, unknown] = [await send(place, { email: ada.email }), await send(place, { email: 'nobody@example.com' })]
  expect([known.header('retry-after'), visible(known, ada.email)]).toEqual([
    '3600',
    visible(unknown, 'nobody@example.com'),
  ])
  expect((await send(place, { email: ada.email }, '127.0.0.2')).status).toBe(200)
})

test('OT11: of twenty requests for one address at once one is sent', async () => {
  const place = newPlace(server)
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(place, { email: ada.email })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const { json } = await place.control('GET', '/apis/tag/outbox')
  expect((json as { messages: unknown[] }).messages).toHaveLength(1)
})

test('EN03: known, unknown and disabled addresses get one answer and meet the same limits', async () => {
  const place = await stillPlace()
  const { createAccount, disableAccount, advanceClock } = place.hooks('tag')
  await createAccount({ email: 'gone@example.com', password: ada.password })
  await disableAccount('gone@example.com', true)
  const emails = [ada.email, 'nobody@example.com', 'gone@example.com']
  for (let round = 0; round < 7; round++) {
    const answers: Got[] = []
    for (const email of emails) answers.push(await send(place, { email }))
    const [known, ...others] = answers.map((answer, index) => visible(answer, emails[index] ?? ''))
    expect(known?.status).toBe(round < 5 ? 200 : 429)
    for (const other of others) expect(other).toEqual(known)
    await advanceClock(30)
  }
})

test('EN01: whatever a login is refused for, the answer is the same to the byte, a code on its way or not', async () => {
  const place = await stillPlace()
  const { createAccount, disableAccount } = place.hooks('tag')
  for (const name of ['gone', 'plain']) await createAccount({ email: `${name}@example.com`, password: ada.password })
  await disableAccount('gone@example.com', true)
  const code = await codeFor(place, ada.email)
  const answers = [
    await logIn(place, ada.email, 'not-the-password'),
    await logIn(place, ada.email, wrongCode(code)),
    await logIn(place, 'plain@example.com', wrongCode(code)),
    await logIn(place, 'plain@example.com', code),
    await logIn(place, 'nobody@example.com', code),
    await logIn(place, 'nobody@example.com', ada.password),
    await logIn(place, 'gone@example.com', ada.password),
    await logIn(place, 'gone@example.com', code),
  ]
  expect(answers[0]?.status).toBe(400)
  for (const answer of answers) expect(visible(answer, '')).toEqual(visible(answers[0] as Got, ''))
})

test('EN02, OT12: whatever a login is refused for, one password is hashed, a code on its way or not', async () => {
  const place = newPlace(server)
  const hashedBy = async (username: string, password: string) => {
    const before = count()
    expect((await logIn(place, username, password)).status).toBe(400)
    return count() - before
  }
  const code = await codeFor(place, ada.email)
  const others = [
    [ada.email, 'not-the-password'],
    [ada.email, wrongCode(code)],
    ['grace@example.com', wrongCode(code)],
    ['nobody@example.com', wrongCode(code)],
    ['nobody@example.com', 'not-the-password'],
  ] as const
  for (const [username, password] of others)
    expect([username, await hashedBy(username, password)]).toEqual([username, 1])
  expect(await hashedBy(ada.email, 'x'.repeat(2_000))).toBe(0)
})

test('EN04: with new users allowed the answer stays the same, and only a login makes an account', async () => {
  const place = newPlace(server)
  await place.hooks('tag').changeSettings({ allowNewUsers: true })
  const accounts = async () =>
    ((await place.control('GET', '/apis/tag/accounts')).json as { accounts: unknown[] }).accounts.length
  const before = await accounts()
  const [known, unknown] = [await send(place, { email: ada.email }), await send(place, { email: 'new@example.com' })]
  expect(visible(unknown, 'new@example.com')).toEqual(visible(known, ada.email))
  expect(await accounts()).toBe(before)

  const code = /[0-9]{6}/.exec(await place.hooks('tag').readMessage('new@example.com'))?.[0] ?? ''
  expect((await logIn(place, 'new@example.com', wrongCode(code))).status).toBe(400)
  expect(await accounts()).toBe(before)
  const answers = await Promise.all(Array.from({ length: 10 }, () => logIn(place, 'new@example.com', code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await accounts()).toBe(before + 1)
})

test('OT13, OT17: a code stands in no answer, no log and no file, nor does its hash', async () => {
  const log: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk))
      done()
    },
  })
  const own = await startTestServer({ log: pino({ level: 'trace' }, sink) })
  const place = newPlace(own)
  const answers: Got[] = []
  const codes: string[] = []
  for (const email of [ada.email, 'someone@example.com']) {
    codes.push(await codeFor(place, email))
    answers.push(await send(place, { email }))
    answers.push(await logIn(place, email, wrongCode(codes.at(-1) ?? '')))
  }
  answers.push(await logIn(place, ada.email, codes[0] ?? ''))
  const files = readdirSync(own.folder).filter((name) => name.startsWith('data.db'))
  const kept = Buffer.concat(files.map((name) => readFileSync(join(own.folder, name)))).toString('latin1')
  await own.stop()

  expect(answers.map(({ status }) => status)).toEqual([429, 400, 429, 400, 200])
  expect(log.length).toBeGreaterThan(5)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9]{6}$/)
    // Digits of times and identifiers go on to the left or the right of a code; a code does not.
    const alone = new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`)
    expect(answers.filter(({ text }) => alone.test(text))).toEqual([])
    expect(log.filter((line) => alone.test(line))).toEqual([])
    expect(kept).not.toMatch(alone)
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(kept).not.toContain(createHash('sha256').update(code).digest(form))
  }
})

test('OT16: a restart forgets neither a code nor what was guessed at it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const options = { data: join(folder, 'data.db'), secret: randomBytes(32) }
  const before = await startTestServer(options)
  const place = placeOf(before, 'restarted')
  const [burnt, good] = [await codeFor(place, ada.email), await codeFor(place, 'someone@example.com')]
  for (let step = 1; step <= 3; step++) await logIn(place, ada.email, wrongCode(burnt, step), '127.0.0.2')
  await before.stop()

  const after = await startTestServer(options)
  const again = placeOf(after, 'restarted')
  for (let step = 4; step <= 5; step++)
    expect((await logIn(again, ada.email, wrongCode(burnt, step), '127.0.0.3')).status).toBe(400)
  expect((await logIn(again, ada.email, burnt, '127.0.0.4')).status).toBe(400)
  expect((await logIn(again, 'someone@example.com', good)).status).toBe(200)
  expect((await send(again, { email: ada.email })).status).toBe(429)
  await after.stop()
  rmSync(folder, { recursive: true })
})
