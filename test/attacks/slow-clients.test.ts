import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../src/net/limits.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import { ada } from './logins.ts'
import { login, nebulaToken } from './nebula-block.ts'
import { newPlace } from './place.ts'
import { lines, openWire, type RawAnswer, request, type Wire } from './wire.ts'

/** The usual limits in small, so that a test need not wait for them. */
const short = {
  ...limits,
  server: {
    ...limits.server,
    headersTimeout: 300,
    requestTimeout: 600,
    keepAliveTimeout: 100,
    connectionsCheckingInterval: 50,
  },
  mostConnections: 60,
  mostRequestsPerConnection: 5,
}

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse({ limits: short })
})

afterAll(async () => {
  await house.stop()
})

const form = { form: { username: ada.login, password: ada.password } }
const head = [
  `POST ${login} HTTP/1.1`,
  'Host: localhost',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Length: 500',
  '',
].join('\r\n')

/** What a slow client has sent when it stops, and what it goes on to send, a byte at a time. */
const slow: readonly { readonly name: string; readonly sent: string; readonly drip?: string }[] = [
  { name: 'says nothing', sent: '' },
  { name: 'stops in the request line', sent: 'POST /nebula' },
  { name: 'stops in a header', sent: head.slice(0, -4) },
  { name: 'stops before the body', sent: `${head}\r\n` },
  { name: 'stops in the body', sent: `${head}\r\nusername=ada` },
  { name: 'stops in a chunk', sent: `${head.replace('Content-Length: 500', 'Transfer-Encoding: chunked')}\r\n5\r\nab` },
  { name: 'never ends its headers', sent: head, drip: 'x' },
  { name: 'never ends its body', sent: `${head}\r\nusername=`, drip: 'x' },
]

/** Goes on sending until the other side has had enough. */
function keepSending(wire: Wire, drip: string | undefined): void {
  if (drip === undefined) return
  const dripping = setInterval(() => wire.write(drip), 20)
  wire.socket.once('close', () => clearInterval(dripping))
}

test.concurrent.each(slow)('K: a client that $name is told so and cut off', async ({ sent, drip }) => {
  const wire = await openWire(house.port)
  if (sent !== '') wire.write(sent)
  keepSending(wire, drip)
  const answer = (await wire.next()) as RawAnswer
  expect([answer.status, lines(answer, 'connection')]).toEqual([408, ['close']])
  expect(await wire.closed()).toBe('')
})

test.concurrent.each(slow)('K: a client of the mock that $name is cut off as well', async ({ sent, drip }) => {
  const wire = await openWire(house.mockPort)
  if (sent !== '') wire.write(sent)
  keepSending(wire, drip)
  expect(await wire.next()).toMatchObject({ status: 408 })
  expect(await wire.closed()).toBe('')
})

test('K: a connection that falls idle is closed without a word', async () => {
  const wire = await openWire(house.port)
  wire.write(request('GET /healthz'))
  expect(await wire.next()).toMatchObject({ status: 200 })
  expect(await wire.closed()).toBe('')
})

test('K: a sender that was refused and never stops is cut off', async () => {
  const wire = await openWire(house.port)
  wire.write(`${head.replace('500', '9999999')}\r\n`)
  keepSending(wire, 'x'.repeat(1_000))
  expect(await wire.next('POST')).toMatchObject({ status: 413 })
  expect(await wire.closed()).toBe('')
})

test('K: forty slow clients do not keep anybody else from being answered', async () => {
  const wires = await Promise.all(Array.from({ length: 40 }, () => openWire(house.port)))
  for (const wire of wires) wire.write(head)
  expect(await nebulaToken(newPlace(house))).toMatch(/^ey/)
  const answers = await Promise.all(wires.map((wire) => wire.next()))
  expect(new Set(answers.map((answer) => answer !== 'closed' && answer.status))).toEqual(new Set([408]))
})

test('K: beyond the most connections there are no more, until the first have gone', async () => {
  const wires = await Promise.all(Array.from({ length: short.mostConnections + 20 }, () => openWire(house.port)))
  const ends = await Promise.all(wires.map((wire) => wire.next()))
  expect(ends.filter((end) => end === 'closed').length).toBeGreaterThanOrEqual(20)
  const place = newPlace(house)
  await expect.poll(async () => (await place.send('POST', login, form)).status).toBe(200)
})

test('K: a connection carries so many requests, and the last answer says that it is the last', async () => {
  const wire = await openWire(house.port)
  for (let left = short.mostRequestsPerConnection; left > 0; left--) {
    wire.write(request('GET /healthz'))
    const answer = (await wire.next()) as RawAnswer
    expect([left, answer.status, lines(answer, 'connection')]).toEqual([
      left,
      200,
      [left === 1 ? 'close' : 'keep-alive'],
    ])
  }
  expect(await wire.closed()).toBe('')
})
