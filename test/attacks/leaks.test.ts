import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { someOf } from '../full.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { growthOf } from './heap.ts'
import { rawLogins } from './raw-logins.ts'
import { openWire, request } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))

let server: TestServers

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '')
  // More than the buffers of a connection take, so that a reader who does not read holds it up.
  writeFileSync(join(folder, 'large.js'), Buffer.alloc(8_000_000, ' '))
  server = await startTestServers({ sites: [{ at: '/docs', folder, policy: '', command: '' }] })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const download = request('GET /docs/large.js')
const stream = request('GET /sandbox/v1/traffic/events')
const slow = request('GET /khe/v1.0/users', ['Latchkey-Fault: latency=60000'])
const wholeLogins = rawLogins.map(({ whole }) => whole()).join('')
const halfLogins = rawLogins.map(({ post, body }) => `${post('Content-Length: 1000')}${body}`)
const mocked = request('GET /nebula-block/api/v1/users/credits', ['Authorization: Bearer x'])

interface Client {
  readonly name: string
  /** What is sent by each connection in turn. */
  readonly sends: readonly string[]
  readonly to?: 'port' | 'mockPort'
  /** Whether it stays until the first of its answers has begun. */
  readonly listens?: true
}

const clients: readonly Client[] = [
  { name: 'has sent half of a request', sends: ['GET /do', download.slice(0, -2)] },
  { name: 'is sent a file', sends: [download], listens: true },
  { name: 'is sent a file, with more files behind it', sends: [download.repeat(20)], listens: true },
  { name: 'follows the traffic', sends: [stream], listens: true },
  { name: 'follows the traffic, with more streams behind it', sends: [stream.repeat(5)], listens: true },
  { name: 'waits for a slow answer, with files and streams behind it', sends: [slow + download + stream] },
  { name: 'has sent half of a body', sends: halfLogins },
  { name: 'waits for its password to be hashed', sends: rawLogins.map(({ whole }) => whole()) },
  { name: 'has sent logins one behind the other', sends: [wholeLogins], listens: true },
  { name: 'has sent half of a body to the mock', sends: halfLogins, to: 'mockPort' },
  {
    name: 'has sent requests to the mock one behind the other',
    sends: [mocked.repeat(20)],
    to: 'mockPort',
    listens: true,
  },
]

test.each(someOf(clients, 4))(
  'K: a client that $name and goes away leaves nothing open and nothing in memory',
  async (client) => {
    await goAway(client, 10)
    const open = openFiles()
    const goneAway = async () => {
      await goAway(client, 40)
      // A quarter of the clients: connections of the tests come and go.
      await expect.poll(openFiles).toBeLessThanOrEqual(open + 10)
    }
    expect(await growthOf(goneAway, 1_500_000)).toBeLessThan(1_500_000)
  },
)

/** So many clients, all of which reset their connections in the middle. */
async function goAway({ sends, to = 'port', listens }: Client, count: number): Promise<void> {
  const wires = await Promise.all(Array.from({ length: count }, () => openWire(server[to])))
  const answering = wires.map(({ socket }) => once(socket, 'data'))
  for (const [index, wire] of wires.entries()) wire.write(sends[index % sends.length] ?? '')
  if (listens) await Promise.all(answering)
  else await fetch(`http://127.0.0.1:${server[to]}/healthz`)
  for (const { socket } of wires) socket.resetAndDestroy()
  await Promise.all(wires.map((wire) => wire.closed()))
  await fetch(`http://127.0.0.1:${server.port}/sandbox/v1/traffic`, { method: 'DELETE' })
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length
}
