import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../src/net/limits.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { isAccepted } from './every-api.ts'
import { ada, type Login, logins, tryLogin } from './logins.ts'
import { newPlace, type Place } from './place.ts'
import { atEvery, everywhere, type RawLogin } from './raw-logins.ts'
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
}

let server: TestServers

beforeAll(async () => {
  server = await startTestServers({ limits: short })
})

afterAll(async () => {
  await server.stop()
})

/** The beginning of a login, up to an end of the headers that does not come. */
const head = ({ post }: RawLogin) => post('Content-Length: 500').slice(0, -2)

interface Slow {
  readonly name: string
  sent(at: RawLogin): string
  readonly drip?: string
}

/** What a slow client has sent when it stops, and what it goes on to send, a byte at a time. */
const slow: readonly Slow[] = [
  { name: 'says nothing', sent: () => '' },
  { name: 'stops in the request line', sent: ({ target }) => `POST ${target.slice(0, 8)}` },
  { name: 'stops in a header', sent: (at) => head(at).slice(0, -4) },
  { name: 'stops before the body', sent: ({ post }) => post('Content-Length: 500') },
  { name: 'stops in the body', sent: ({ post, body }) => `${post('Content-Length: 500')}${body.slice(0, 12)}` },
  { name: 'stops in a chunk', sent: ({ post }) => `${post('Transfer-Encoding: chunked')}5\r\nab` },
  { name: 'never ends its headers', sent: head, drip: 'x' },
  {
    name: 'never ends its body',
    sent: ({ post, body }) => `${post('Content-Length: 500')}${body.slice(0, 12)}`,
    drip: 'x',
  },
]

/** Goes on sending until the other side has had enough. */
function keepSending(wire: Wire, drip: string | undefined): void {
  if (drip === undefined) return
  const dripping = setInterval(() => wire.write(drip), 20)
  wire.socket.once('close', () => clearInterval(dripping))
}

/** What each API, at this port, makes of such a client: the status, what becomes of the connection, and what follows. */
function meet(port: number, { sent, drip }: Slow) {
  return atEvery(async (at) => {
    const wire = await openWire(port)
    const bytes = sent(at)
    if (bytes !== '') wire.write(bytes)
    keepSending(wire, drip)
    const answer = (await wire.next('POST')) as RawAnswer
    return [answer.status, lines(answer, 'connection'), await wire.closed()]
  })
}

test.concurrent.each(slow)('K: a client that $name is told so and cut off', async (client) => {
  expect(await meet(server.port, client)).toEqual(everywhere([408, ['close'], '']))
})

test.concurrent.each(slow)('K: a client of the mock that $name is cut off as well', async (client) => {
  expect(await meet(server.mockPort, client)).toEqual(everywhere([408, ['close'], '']))
})

test('K: a connection that falls idle is closed without a word', async () => {
  const wire = await openWire(server.port)
  wire.write(request('GET /healthz'))
  expect(await wire.next()).toMatchObject({ status: 200 })
  expect(await wire.closed()).toBe('')
})

test('K: a sender that was refused and never stops is cut off', async () => {
  const ends = await atEvery(async ({ post }) => {
    const wire = await openWire(server.port)
    wire.write(post('Content-Length: 9999999'))
    keepSending(wire, 'x'.repeat(1_000))
    const answer = (await wire.next('POST')) as RawAnswer
    return [answer.status, await wire.closed()]
  })
  expect(ends).toEqual(everywhere([413, '']))
})

test('K: forty slow clients do not keep anybody else from being answered', async () => {
  const place = newPlace(server)
  const slowOnes = atEvery(async (at) => {
    const wires = await Promise.all(Array.from({ length: 8 }, () => openWire(server.port)))
    for (const wire of wires) wire.write(head(at))
    const answers = await Promise.all(wires.map((wire) => wire.next('POST')))
    return [...new Set(answers.map((answer) => answer !== 'closed' && answer.status))]
  })
  for (const login of logins) expect([login.title, await isOpen(place, login)]).toEqual([login.title, true])
  expect(await slowOnes).toEqual(everywhere([408]))
})

/** Whether a login succeeds, as it does unless the server has no ear for it. */
async function isOpen(place: Place, login: Login): Promise<boolean> {
  const answer = await tryLogin(place, login, ada[login.name], ada.password).catch(() => undefined)
  return answer !== undefined && isAccepted(answer)
}

test('K: beyond the most connections there are no more, until the first have gone', async () => {
  const wires = await Promise.all(Array.from({ length: short.mostConnections + 20 }, () => openWire(server.port)))
  const ends = await Promise.all(wires.map((wire) => wire.next()))
  expect(ends.filter((end) => end === 'closed').length).toBeGreaterThanOrEqual(20)
  const place = newPlace(server)
  for (const login of logins) await expect.poll(() => isOpen(place, login)).toBe(true)
})
