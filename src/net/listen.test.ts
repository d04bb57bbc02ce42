import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limits } from './limits.ts'
import { type Listening, listen, PortRefused } from './listen.ts'

const servers: Listening[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function start(
  handler: RequestListener,
  own: Partial<typeof limits> = {},
  host = '127.0.0.1',
): Promise<Listening> {
  const server = await listen(handler, 0, host, { ...limits, ...own })
  servers.push(server)
  return server
}

/** A connection, and everything that was heard on it once the server has ended it. */
function dial({ port }: Listening): { socket: Socket; heard: Promise<string> } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  return { socket, heard: readAll(socket) }
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = await socket.toArray()
  return Buffer.concat(chunks).toString()
}

function say(server: Listening, text: string): Promise<string> {
  const { socket, heard } = dial(server)
  socket.write(text)
  return heard
}

/** A handler that keeps its answers back until the test gives them. */
function withheld() {
  const responses: ServerResponse[] = []
  const handler: RequestListener = (_request, response) => void responses.push(response)
  const taken = async (count: number) => {
    await expect.poll(() => responses.length, { interval: 2 }).toBe(count)
    return responses as [ServerResponse, ...ServerResponse[]]
  }
  return { handler, taken }
}

const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const last = get.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')
const hello: RequestListener = (_request, response) => void response.end('hello')

test('localhost is both loopback addresses, and a stop waits for the answers of both', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler, {}, 'localhost')
  const hosts = ['127.0.0.1', '[::1]']
  const answers = hosts.map(async (host) => (await fetch(`http://${host}:${server.port}/`)).text())
  const responses = await taken(2)
  const stopped = server.stop()
  for (const response of responses) response.end('late')

  expect([await stopped, ...(await Promise.all(answers))]).toEqual([true, 'late', 'late'])
})

test.each(['127.0.0.1', '::1'])('a port that another program has on %s is taken', async (host) => {
  const other = createServer().listen(0, host)
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const shown = host.includes(':') ? `[${host}]` : host
  const starting = listen(hello, port, 'localhost')

  await expect(starting).rejects.toThrow(`Cannot listen on ${shown}:${port}: the port is taken`)
  other.close()
})

test('port 0 takes any free one and says which', async () => {
  const { port } = await start(hello)

  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
})

test('a port that is taken is refused in one line that says what to do', async () => {
  const { port } = await start(hello)

  await expect(listen(hello, port, '127.0.0.1')).rejects.toThrow(
    new PortRefused(`Cannot listen on 127.0.0.1:${port}: the port is taken; stop what holds it, or choose another one`),
  )
})

test('an address of another machine is refused', async () => {
  await expect(listen(hello, 0, '192.0.2.1')).rejects.toThrow(
    new PortRefused('Cannot listen on 192.0.2.1:0: this machine has no such address'),
  )
})

test('a stop answers what was accepted, and the answer says that the connection ends', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const heard = say(server, get)
  const [response] = await taken(1)

  const stopped = server.stop()
  response.end('hello')

  expect(await stopped).toBe(true)
  expect(await heard).toMatch(/^HTTP\/1\.1 200 OK\r\nConnection: close\r\n.*\r\n\r\nhello$/s)
})

test('a stop lets an answer end that has begun, and does not wait for its connection to fall idle', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const heard = say(server, get)
  const [response] = await taken(1)
  response.write('hel')

  const stopped = server.stop()
  response.end('lo')

  expect(await stopped).toBe(true)
  expect(await heard).toMatch(/\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n$/)
})

test('a stop answers all requests that were sent one behind the other', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const heard = say(server, get + get)
  const [first] = await taken(1)

  const stopped = server.stop()
  first.end('first')
  const [, second] = await taken(2)
  second?.end('second')

  expect(await stopped).toBe(true)
  expect(await heard).toMatch(/\r\nConnection: keep-alive\r\n.*\r\n\r\nfirstHTTP.*\r\nConnection: close\r\n.*second$/s)
})

test('a request that comes during a stop, on a connection in use, is answered and the last', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const { socket, heard } = dial(server)
  socket.write(get)
  const [first] = await taken(1)
  first.write('first')

  const stopped = server.stop()
  socket.write(get)
  await expect.poll(() => first.req.socket.bytesRead, { interval: 2 }).toBe(2 * get.length)
  first.end()
  const [, second] = await taken(2)
  second?.end('second')

  expect(await stopped).toBe(true)
  expect(await heard).toMatch(/first\r\n0\r\n\r\nHTTP.*\r\nConnection: close\r\n.*second$/s)
})

test('a stop ends idle connections at once', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const { socket, heard } = dial(server)
  socket.write(get)
  const [response] = await taken(1)
  await new Promise((resolve) => response.once('close', resolve).end('hello'))

  expect(await server.stop()).toBe(true)

  expect(await heard).toMatch(/\r\nConnection: keep-alive\r\n.*hello$/s)
})

test('a stop refuses new connections', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const heard = say(server, get)
  const [response] = await taken(1)

  const stopped = server.stop()

  await expect(say(server, get)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  response.end('hello')
  expect(await stopped).toBe(true)
  expect(await heard).toMatch(/hello$/)
})

test('a stop cuts off what never ends, and every caller of it is told', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler, { longestDrain: 20 })
  const heard = say(server, get)
  await taken(1)

  expect(await Promise.all([server.stop(), server.stop()])).toEqual([false, false])

  expect(await heard).toBe('')
})

/** What an answer that somebody else writes has of its own, and what its Content-Security-Policy is in the end. */
const heads: readonly (readonly [string, RequestListener, string])[] = [
  ['nothing', (_request, response) => void response.end(), "default-src 'none'; frame-ancestors 'none'"],
  [
    'a reason phrase',
    (_request, response) => void response.writeHead(200, 'Fine', { 'Content-Security-Policy': "img-src 'self'" }).end(),
    "img-src 'self'; frame-ancestors 'none'",
  ],
  [
    'a list of headers',
    (_request, response) => void response.writeHead(200, ['content-security-policy', "img-src 'self'"]).end(),
    "img-src 'self'; frame-ancestors 'none'",
  ],
  [
    'a policy that was set before',
    (_request, response) => void response.setHeader('Content-Security-Policy', "img-src 'self'").writeHead(200).end(),
    "img-src 'self'; frame-ancestors 'none'",
  ],
  [
    'a policy that forbids frames',
    (_request, response) =>
      void response.writeHead(200, { 'Content-Security-Policy': "frame-ancestors 'none'; img-src *" }).end(),
    "frame-ancestors 'none'; img-src *",
  ],
]

test.each(heads)('an answer whose head has %s has the default headers, too', async (_, handler, policy) => {
  const { port } = await start(handler)

  const { status, headers } = await fetch(`http://127.0.0.1:${port}/`)

  expect(status).toBe(200)
  expect(headers.get('content-security-policy')).toBe(policy)
  expect([headers.get('x-content-type-options'), headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(
    ['nosniff', 'no-referrer', 'no-store'],
  )
})

test('a connection may carry any number of requests', async () => {
  const server = await start(hello)
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  sockets.push(socket)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })

  for (let asked = 100; asked <= 1_100; asked += 100) {
    socket.write(get.repeat(100))
    await expect.poll(() => heard.match(/ 200 OK\r\n/g)?.length, { interval: 2 }).toBe(asked)
  }
})

test('requests sent one behind the other are taken one at a time, in their order', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const heard = say(server, get + last)
  const [first] = await taken(1)

  first.end('first')
  const [, second] = await taken(2)
  second?.end('second')

  expect(await heard).toMatch(/first.*second$/s)
})

test('a request that waits behind another is never begun once its connection has ended', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler)
  const { socket, heard } = dial(server)
  heard.catch(() => {})
  socket.write(get + get)
  const [first] = await taken(1)

  socket.destroy()
  await once(first, 'close')

  expect(await server.stop()).toBe(true)
  await taken(1)
})

test('a connection with too many requests waiting is cut off', async () => {
  const { handler, taken } = withheld()
  const server = await start(handler, { mostWaitingRequests: 2 })

  const heard = say(server, get.repeat(4))

  expect(await heard).toBe('')
  await taken(1)
})
