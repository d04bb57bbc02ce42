import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limits } from './limits.ts'
import { type Listening, listen } from './listen.ts'

const servers: Listening[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const hello: RequestListener = (_request, response) => void response.end('hello')

async function start(handler: RequestListener, own: Partial<typeof limits> = {}): Promise<Listening> {
  const server = await listen(handler, 0, '127.0.0.1', { ...limits, ...own })
  servers.push(server)
  return server
}

function dial({ port }: Listening): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  return socket
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = await socket.toArray()
  return Buffer.concat(chunks).toString()
}

async function say(server: Listening, text: string): Promise<string> {
  const socket = dial(server)
  socket.write(text)
  return readAll(socket)
}

function refusal(status: number, title: string): string {
  const body = JSON.stringify({ title, status })
  return [
    `HTTP/1.1 ${status} ${title}`,
    'Cache-Control: no-store',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy: no-referrer',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

const [badRequest, timeout, tooLarge, headersTooLarge] = [
  refusal(400, 'Bad Request'),
  refusal(408, 'Request Timeout'),
  refusal(413, 'Payload Too Large'),
  refusal(431, 'Request Header Fields Too Large'),
]

/** A request line and a Host, and what comes after them. */
const post = (...lines: string[]) => ['POST / HTTP/1.1', 'Host: localhost', ...lines].join('\r\n')

test.each([
  { why: 'it is no HTTP', sent: 'hello, is it me\r\n\r\n', answer: badRequest },
  { why: 'it speaks TLS', sent: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', answer: badRequest },
  { why: 'its version is unknown', sent: 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n', answer: badRequest },
  { why: 'a header name has a blank', sent: post('X Y: 1', '', ''), answer: badRequest },
  { why: 'a header value has a NUL', sent: post('X: a\0b', '', ''), answer: badRequest },
  { why: 'two lengths differ', sent: post('Content-Length: 1', 'Content-Length: 2', '', 'ab'), answer: badRequest },
  {
    why: 'it has a length and chunks',
    sent: post('Content-Length: 5', 'Transfer-Encoding: chunked', '', '0', '', ''),
    answer: badRequest,
  },
  { why: 'a length is no number', sent: post('Content-Length: 0x1', '', 'a'), answer: badRequest },
  { why: 'a chunk has no size', sent: post('Transfer-Encoding: chunked', '', 'zz', ''), answer: badRequest },
  {
    why: 'a chunk extension is too long',
    sent: post('Transfer-Encoding: chunked', '', `1;${'x'.repeat(20_000)}`, 'a', ''),
    answer: tooLarge,
  },
  { why: 'the target is too long', sent: `GET /${'x'.repeat(70_000)} HTTP/1.1\r\n\r\n`, answer: headersTooLarge },
  { why: 'the headers are too long', sent: post(`X: ${'x'.repeat(70_000)}`, '', ''), answer: headersTooLarge },
])('a request is refused and its connection ends when $why', async ({ sent, answer }) => {
  const server = await start((request, response) => request.on('end', () => response.end('hello')).resume())

  expect(await say(server, sent)).toBe(answer)
})

test('headers that do not come to their end in time are refused', async () => {
  const server = await start(hello, {
    server: { ...limits.server, headersTimeout: 20, requestTimeout: 20, connectionsCheckingInterval: 5 },
  })

  expect(await say(server, 'GET / HTTP/1.1\r\nHost: local')).toBe(timeout)
})

test('a body that does not come to its end in time is refused', async () => {
  const server = await start(() => {}, {
    server: { ...limits.server, headersTimeout: 20, requestTimeout: 20, connectionsCheckingInterval: 5 },
  })

  expect(await say(server, post('Content-Length: 5', '', 'ab'))).toBe(timeout)
})

test('a request without a Host is refused by Node itself, and its connection ends', async () => {
  const server = await start(hello)

  expect(await say(server, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/)
})

test('what follows an answered request is refused on its own', async () => {
  const server = await start(hello)

  expect(await say(server, `${post('', '')}hello?\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 200 OK.*helloHTTP\/1\.1 400 Bad Request/s,
  )
})

test('no refusal is written into an answer that has begun', async () => {
  const server = await start((_request, response) => void response.write('hel'))
  const socket = dial(server)
  socket.write(post('', ''))
  socket.once('data', () => socket.write('hello?\r\n\r\n'))

  expect(await readAll(socket)).toMatch(/\r\n\r\n3\r\nhel\r\n$/)
})

test('a client that goes on sending can still read the refusal', async () => {
  const server = await start(hello)
  const socket = dial(server)
  const heard = readAll(socket)

  for (let chunk = 0; chunk < 100; chunk++) socket.write('x'.repeat(10_000))

  expect(await heard).toBe(badRequest)
})

test('a client that never ends its side does not hold up a stop', async () => {
  const server = await start(hello, { longestFarewell: 20 })
  await say(server, 'hello?\r\n\r\n')

  expect(await server.stop()).toBe(true)
})

test('a client that is gone before its request was read does no harm', async () => {
  const server = await start(hello)
  const socket = dial(server)
  await new Promise<void>((resolve) => socket.write('GET / HT', () => resolve()))
  socket.resetAndDestroy()

  expect(await say(server, 'hello?\r\n\r\n')).toBe(badRequest)
})
