import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { limits } from '../../src/net/limits.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { startReferenceServer } from '../../src/reference/reference-server.ts'
import { mountApi } from '../../src/server/mounted-api.ts'
import { isAccepted } from '../attacks/every-api.ts'
import { ada, logins, tryLogin } from '../attacks/logins.ts'
import { credits, login, nebulaLogin, nebulaToken } from '../attacks/nebula-block.ts'
import { me, numbersCookie, numbersToken, oauth } from '../attacks/numbers-station.ts'
import { placeOf } from '../attacks/place.ts'
import { open, protectedCalls } from '../attacks/protected-calls.ts'
import { lines, openWire, type RawAnswer, request } from '../attacks/wire.ts'
import { amount } from '../full.ts'
import { cheapPasswords } from '../passwords.ts'
import { clearUp, newFolder, type Started, start, startAlone } from './child.ts'

/** The key that the vendor's page of Nebula Block prints. */
const pageKey = 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0'

afterAll(clearUp)

const form = `username=${ada.login}&password=${ada.password}`
const loginRequest = request(`POST ${login}`, ['Content-Type: application/x-www-form-urlencoded'], form)

/** A server of its own on a store of its own; one API is enough, and starts in less time. */
async function startOn(folder: string): Promise<Started> {
  return start(['nebula-block', '--data', join(folder, 'data.db')])
}

const quiet = {
  secret: randomBytes(32),
  clock: Date.now,
  passwords: cheapPasswords,
  log: pino({ level: 'silent' }),
  host: '127.0.0.1',
  port: 0,
  hosts: [],
  demo: true,
  providers: {},
  controlToken: undefined,
  isReady: () => true,
}

/** Whether the port still takes connections. */
async function takesConnections(port: number): Promise<boolean> {
  const wire = await openWire(port).catch(() => undefined)
  wire?.cut()
  return wire !== undefined
}

test('GS01, GS02, GS06: a signal under load loses no request, ends idle connections and closes the store', async () => {
  const folder = newFolder()
  const server = await startOn(folder)
  const wires = await Promise.all(Array.from({ length: 40 }, () => openWire(server.port)))
  const idle = await Promise.all(Array.from({ length: 10 }, () => openWire(server.port)))
  const unused = await Promise.all(Array.from({ length: 10 }, () => openWire(server.port)))
  for (const wire of [...wires, ...idle]) wire.write(request('GET /healthz'))
  await Promise.all([...wires, ...idle].map((wire) => wire.next()))
  let lastAnswer = 0
  const answers = wires.map(async (wire) => {
    wire.write(loginRequest)
    const answer = await wire.next('POST')
    lastAnswer = performance.now()
    return answer
  })
  await Promise.race(answers)
  const { code, stderr } = await server.stop()
  const tookToEnd = performance.now() - lastAnswer
  const answered = (await Promise.all(answers)) as RawAnswer[]
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const loggedIn = answered.filter(({ status }) => status === 200)
  expect(answered.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
  expect(answered.filter((answer) => lines(answer, 'connection').includes('close')).length).toBeGreaterThan(0)
  // An idle connection may stay open for five seconds.
  expect(tookToEnd).toBeLessThan(4_000)
  expect(await Promise.all([...idle, ...unused].map((wire) => wire.closed()))).toEqual(Array(20).fill(''))
  expect(readdirSync(folder).sort()).toEqual(['data.db', 'secret'])
  expect(storedSecrets(folder, 'access-token')).toBe(loggedIn.length)
})

/** What is in the store once nobody holds it. */
function storedSecrets(folder: string, kind: string): number {
  const database = new DatabaseSync(join(folder, 'data.db'))
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  const row = database.prepare('SELECT count(*) AS count FROM secrets WHERE kind = ?').get(kind)
  database.close()
  return Number(row?.count)
}

test('GS05: while it drains it is alive and not ready, and every answer says that it is the last', async () => {
  const apis = await loadApis(['nebula-block'])
  const server = await startReferenceServer({ ...quiet, apis: apis.map(mountApi), data: ':memory:' })
  const [upload, alive, ready] = await Promise.all([0, 1, 2].map(() => openWire(server.port)))
  upload?.write(loginRequest.slice(0, -5))
  alive?.write('GET /healthz HTTP/1.1\r\n')
  ready?.write('GET /readyz HTTP/1.1\r\n')
  const probe = placeOf(server, '')
  await expect.poll(async () => (await probe.send('GET', '/readyz')).status).toBe(200)
  const ended = server.stop()
  await expect.poll(() => takesConnections(server.port)).toBe(false)
  for (const wire of [alive, ready]) wire?.write('Host: localhost\r\n\r\n')
  const [healthz, readyz] = (await Promise.all([alive?.next(), ready?.next()])) as RawAnswer[]
  expect([healthz?.status, readyz?.status]).toEqual([200, 503])
  for (const answer of [healthz, readyz]) expect(answer && lines(answer, 'connection')).toEqual(['close'])
  upload?.write(loginRequest.slice(-5))
  expect(await upload?.next('POST')).toMatchObject({ status: 200 })
  expect(await ended).toBe(true)
})

test('GS04: the second signal ends it at once', { tags: 'full' }, async () => {
  const server = await startOn(newFolder())
  const upload = await openWire(server.port)
  upload.write(loginRequest.slice(0, -5))
  await expect.poll(async () => (await placeOf(server, '').send('GET', '/healthz')).status).toBe(200)
  void server.stop('SIGINT')
  await expect.poll(() => takesConnections(server.port)).toBe(false)
  const { code, signal } = await server.stop('SIGTERM')
  expect({ code, signal }).toEqual({ code: 1, signal: null })
  expect(await upload.next('POST')).toBe('closed')
})

test('GS07: it is ready when it says so, again and again, and leaves nothing behind but its store', {
  tags: 'full',
}, async () => {
  const folder = newFolder()
  for (let round = 0; round < 3; round++) {
    const server = await startOn(folder)
    const [serving, mocking] = await Promise.all([
      nebulaLogin(placeOf(server, ''), ada.login, ada.password),
      nebulaLogin(placeOf({ port: server.mockPort }, ''), 'x', 'y'),
    ])
    expect([serving.status, mocking.status]).toEqual([200, 200])
    process.stdout.write(`\nready after ${Math.round(server.took)} ms\n`)
    const { code, stderr } = await server.stop('SIGINT')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect([await takesConnections(server.port), await takesConnections(server.mockPort)]).toEqual([false, false])
  }
  expect(readdirSync(folder).sort()).toEqual(['data.db', 'secret'])
  expect(storedSecrets(folder, 'access-token')).toBe(3)
})

const cycles = amount({ full: 20, brief: 3 })

test(`GS07: ${cycles} servers, one after the other, leave no handle and no file behind`, async () => {
  const folder = newFolder()
  const apis = await loadApis(['nebula-block', 'sandbox'])
  const cycle = async () => {
    const server = await startReferenceServer({ ...quiet, apis: apis.map(mountApi), data: join(folder, 'data.db') })
    expect((await nebulaLogin(placeOf(server, ''), ada.login, ada.password)).status).toBe(200)
    expect(await server.stop()).toBe(true)
  }
  for (let round = 0; round < cycles; round++) await cycle()
  const handles = () => process.getActiveResourcesInfo().filter((name) => /^(TCP|Worker|MessagePort|FS)/.test(name))
  await expect.poll(handles).toEqual([])
  expect(readdirSync(folder)).toEqual(['data.db'])
  expect(storedSecrets(folder, 'access-token')).toBe(cycles)
})

test('GS03: what never ends is cut off in the end, said to be, and the store is closed all the same', async () => {
  const folder = newFolder()
  const apis = await loadApis(['nebula-block'])
  const short = { ...limits, longestDrain: 100 }
  const server = await startReferenceServer({
    ...quiet,
    apis: apis.map(mountApi),
    data: join(folder, 'data.db'),
    limits: short,
  })
  const upload = await openWire(server.port)
  upload.write(loginRequest.slice(0, -5))
  await expect.poll(async () => (await placeOf(server, '').send('GET', '/healthz')).status).toBe(200)
  expect(await server.stop()).toBe(false)
  expect(await upload.next('POST')).toBe('closed')
  expect(readdirSync(folder)).toEqual(['data.db'])
})

const environment = { LATCHKEY_SECRET: randomBytes(32).toString('hex') }

test('ST09: a restart keeps sessions, keys, limits, settings and the clock', async () => {
  const folder = newFolder()
  const first = await startAlone(join(folder, 'data.db'), environment)
  const place = placeOf(first, 'kept')
  const credentials = await Promise.all(
    protectedCalls.map(async (protectedCall) => ({ protectedCall, sent: await protectedCall.authorize(place) })),
  )
  const cookie = await numbersCookie(place)
  for (let failure = 0; failure < 5; failure++) await nebulaLogin(place, 'grace', 'wrong')
  await place.hooks('numbers-station').changeSettings({ allowedOrigins: ['http://localhost:5000'] })
  await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer: await numbersToken(place) })
  await place.control('PATCH', '/clock', { frozen: true })
  const { text: clock } = await place.control('GET', '/clock')
  expect((await first.stop()).code).toBe(0)
  const second = placeOf(await startAlone(join(folder, 'data.db'), environment), 'kept')
  for (const { protectedCall, sent } of credentials)
    expect([protectedCall.title, isAccepted(await open(second, protectedCall, sent))]).toEqual([
      protectedCall.title,
      true,
    ])
  expect((await second.send('GET', me, { cookie, headers: [['Origin', 'http://localhost:5000']] })).status).toBe(200)
  expect((await nebulaLogin(second, 'grace', ada.password)).status).toBe(429)
  expect((await second.control('GET', '/clock')).text).toBe(clock)
})

test('BF09, ST02: what was acknowledged before a kill holds after it: logins, keys, withdrawals and failures', {
  tags: 'full',
}, async () => {
  const folder = newFolder()
  let server = await startAlone(join(folder, 'data.db'), environment)
  await placeOf(server, '').control('PATCH', '/clock', { frozen: true })
  const tokens: string[] = []
  for (let kill = 0; kill < 2; kill++) {
    const place = placeOf(server, '')
    const [kept, withdrawn] = [await numbersToken(place), await numbersToken(place)]
    tokens.push(await nebulaToken(place))
    for (let failure = 0; failure < 5; failure++) await nebulaLogin(place, `victim-${kill}`, 'wrong')
    const flying = Array.from({ length: 20 }, () => numbersToken(place).catch(() => undefined))
    const acknowledged = await place.send('POST', '/numbers-station/api/v1/logout/access-token', { bearer: withdrawn })
    expect(acknowledged.status).toBe(204)
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    const issued = (await Promise.all(flying)).filter((token) => token !== undefined)
    server = await start(['--data', join(folder, 'data.db')], environment)
    const after = placeOf(server, '')
    for (const bearer of [kept, ...issued]) expect((await after.send('GET', me, { bearer })).status).toBe(200)
    for (const bearer of tokens) expect((await after.send('GET', credits, { bearer })).status).toBe(200)
    expect((await after.send('GET', me, { bearer: withdrawn })).status).toBe(401)
    expect((await nebulaLogin(after, `victim-${kill}`, 'wrong')).status).toBe(429)
  }
  expect((await server.stop()).code).toBe(0)
  expect(existsSync(join(folder, 'data.db-wal'))).toBe(false)
})

test('AB20: off loopback there is no demo data unless it is asked for, and the control API wants its token', async () => {
  const exposed = {
    ...environment,
    LATCHKEY_CONTROL_TOKEN: 'control-token-of-thirty-two-characters-or-more',
  }
  const server = await start(['--host', '0.0.0.0', '--allow-host', 'localhost', '--data', ':memory:'], {
    ...exposed,
    LATCHKEY_DEMO: 'false',
  })
  const place = placeOf(server, '')
  for (const each of logins)
    expect((await tryLogin(place, each, ada[each.name], ada.password)).status).toBe(each.refused)
  expect((await place.send('GET', credits, { bearer: pageKey })).status).toBe(401)
  expect((await place.send('GET', `${oauth}?provider=google`)).status).toBe(400)
  expect((await place.send('GET', '/idp/.well-known/openid-configuration')).status).toBe(404)
  expect((await place.send('GET', '/sandbox/v1/worlds')).status).toBe(401)
  expect((await place.send('GET', '/sandbox/v1/worlds', { bearer: exposed.LATCHKEY_CONTROL_TOKEN })).status).toBe(200)
  expect((await server.stop()).stdout).not.toContain(ada.password)
  const asked = await start(['--host', '0.0.0.0', '--allow-host', 'localhost', '--data', ':memory:', '--demo'], exposed)
  expect((await nebulaLogin(placeOf(asked, ''), ada.login, ada.password)).status).toBe(200)
  expect((await asked.stop()).code).toBe(0)
})
