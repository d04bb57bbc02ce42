import { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../house.ts'
import { ada } from './logins.ts'
import { credits, login, nebulaToken } from './nebula-block.ts'
import { newPlace } from './place.ts'
import { lines, openWire, type RawAnswer, request, speak } from './wire.ts'

let house: TestServer
const logged: string[] = []

beforeAll(async () => {
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) })
  house = await startTestServer({ log: pino({ level: 'debug' }, sink) })
})

afterAll(async () => {
  await house.stop()
})

const form = 'Content-Type: application/x-www-form-urlencoded'
const good = `username=ada&password=${ada.password}`
const post = (...headers: string[]) =>
  [`POST ${login} HTTP/1.1`, 'Host: localhost', form, ...headers, '', ''].join('\r\n')
const get = (...headers: string[]) => request('GET /healthz', headers)

/** What is ambiguous, malformed or too much, and the status of its refusal. */
const unreadable: readonly (readonly [string, string | Buffer, number])[] = [
  ['two Hosts', get('Host: localhost'), 400],
  ['an empty Host', 'GET /healthz HTTP/1.1\r\nHost: \r\n\r\n', 421],
  ['a Host with a blank', 'GET /healthz HTTP/1.1\r\nHost: local host\r\n\r\n', 421],
  ['a Host with a path', 'GET /healthz HTTP/1.1\r\nHost: localhost/evil\r\n\r\n', 421],
  ['HTTP/1.0 without a Host', 'GET /healthz HTTP/1.0\r\n\r\n', 421],
  ['two lengths', `${post('Content-Length: 4', 'Content-Length: 5')}abcde`, 400],
  ['the same length twice', `${post('Content-Length: 4', 'Content-Length: 4')}abcd`, 400],
  ['a list of lengths', `${post('Content-Length: 4, 4')}abcd`, 400],
  ['a negative length', post('Content-Length: -1'), 400],
  ['a length with a sign', `${post('Content-Length: +4')}abcd`, 400],
  ['a length in hexadecimal', `${post('Content-Length: 0x4')}abcd`, 400],
  ['a length beyond all numbers', post('Content-Length: 99999999999999999999'), 400],
  ['a length and chunks', `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`, 400],
  ['chunks and a length', `${post('Transfer-Encoding: chunked', 'Content-Length: 4')}0\r\n\r\n`, 400],
  ['chunks that are not last', `${post('Transfer-Encoding: chunked, identity')}0\r\n\r\n`, 400],
  ['a coding that is no chunks', `${post('Transfer-Encoding: xchunked')}0\r\n\r\n`, 400],
  ['chunks of no number', `${post('Transfer-Encoding: chunked')}zz\r\nab\r\n0\r\n\r\n`, 400],
  ['chunks with a tail', `${post('Transfer-Encoding: chunked')}1\r\nabc\r\n0\r\n\r\n`, 400],
  ['an endless chunk extension', `${post('Transfer-Encoding: chunked')}1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`, 413],
  ['a folded header', get('X-A: b\r\n c'), 400],
  ['a blank before the colon', get('X-A : b'), 400],
  ['a blank before the name', get(' X-A: b'), 400],
  ['a header without a colon', get('X-A'), 400],
  ['a NUL in a header', get('X-A: b\0c'), 400],
  ['a bare carriage return in a header', get('X-A: b\rc: d'), 400],
  ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: localhost\n\n', 400],
  ['a header of 20 kB', get(`X-A: ${'b'.repeat(20_000)}`), 431],
  ['3,000 headers', get(...Array.from({ length: 3_000 }, (_, at) => `A${at}: b`)), 431],
  ['a target of 20 kB', request(`GET /${'b'.repeat(20_000)}`), 431],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n', 505],
  ['HTTP/2.0 in a line', get().replace('HTTP/1.1', 'HTTP/2.0'), 505],
  ['HTTP/9.9', get().replace('HTTP/1.1', 'HTTP/9.9'), 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['another protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]), 400],
  ['a method there is not', request('LATCH /healthz'), 400],
  ['a method in lower case', request('get /healthz'), 400],
  ['an expectation there is not', request('GET /healthz', ['Expect: a-miracle']), 417],
]

test.each(unreadable)('%s: one refusal in words, and the connection ends with it', async (_, bytes, status) => {
  const wire = await openWire(house.port)
  wire.write(bytes)
  const answer = (await wire.next()) as RawAnswer
  expect(answer).toMatchObject({ version: '1.1', status })
  expect(JSON.parse(answer.body)).toMatchObject({ status })
  expect(lines(answer, 'connection')).toEqual(['close'])
  expect(lines(answer, 'content-type')).toEqual(['application/problem+json; charset=utf-8'])
  expect(lines(answer, 'cache-control')).toEqual(['no-store'])
  expect(await wire.closed()).toBe('')
})

test.each(unreadable)('%s: what is smuggled in behind it is not answered', async (_, bytes) => {
  const wire = await openWire(house.port)
  wire.write(Buffer.concat([Buffer.from(bytes), Buffer.from(get())]))
  await wire.next()
  expect(await wire.closed()).not.toContain('200 OK')
})

test('K: requests in one piece are answered one by one, in their order', async () => {
  const wire = await openWire(house.port)
  wire.write(
    [post(`Content-Length: ${good.length}`) + good, request('HEAD /nothing'), get(), request('GET /nothing')].join(''),
  )
  expect(await wire.next('POST')).toMatchObject({ status: 200, body: expect.stringContaining('jwtToken') })
  expect(await wire.next('HEAD')).toMatchObject({ status: 404, body: '' })
  expect(await wire.next()).toMatchObject({ status: 200, body: '{"status":"ok"}' })
  expect(await wire.next()).toMatchObject({ status: 404 })
  wire.cut()
})

test('K: HTTP/1.0 is answered, and the connection ends', async () => {
  const wire = await openWire(house.port)
  wire.write('GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n')
  expect(await wire.next()).toMatchObject({ status: 200, version: '1.1' })
  expect(await wire.closed()).toBe('')
})

test('K: 100-continue is granted, and the answer follows', async () => {
  const wire = await openWire(house.port)
  wire.write(post('Expect: 100-continue', `Content-Length: ${good.length}`))
  expect(await wire.next('POST')).toMatchObject({ status: 100 })
  wire.write(good)
  expect(await wire.next('POST')).toMatchObject({ status: 200 })
  wire.cut()
})

test('K: an offer to speak something else is passed over', async () => {
  for (const upgrade of ['websocket', 'h2c', 'TLS/1.0']) {
    const answer = await speak(house.port, get('Connection: Upgrade', `Upgrade: ${upgrade}`, 'Sec-WebSocket-Key: x'))
    expect(answer).toMatchObject({ status: 200 })
  }
  expect(await speak(house.port, 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('closed')
})

test('I: chunks and their trailers add nothing to the headers', async () => {
  const bearer = await nebulaToken(newPlace(house))
  const chunked = request(`GET ${credits}`, ['Transfer-Encoding: chunked', 'Trailer: Authorization'])
  const answer = await speak(house.port, `${chunked}0\r\nAuthorization: Bearer ${bearer}\r\nHost: evil.example\r\n\r\n`)
  expect(answer).toMatchObject({ status: 401 })
})

test('J: a body of hundreds of unknown names is refused as one of one, in every form', async () => {
  const place = newPlace(house)
  const json = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field_${number}`, number]))
  const bearer = await nebulaToken(place)
  const answers = [
    await place.send('POST', '/nebula-block/api/v1/api-keys', { bearer, json }),
    await place.send('POST', '/sandbox/v1/apis/nebula-block/accounts', { json }),
    await place.send('POST', '/innodata/v1/users', { json }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
})

test('K: a body that is said to be too large is refused before it is sent', async () => {
  const wire = await openWire(house.port)
  wire.write(post('Content-Length: 9999999999'))
  const answer = (await wire.next('POST')) as RawAnswer
  expect([answer.status, lines(answer, 'connection')]).toEqual([413, ['close']])
  expect(await wire.closed()).toBe('')
})

test.each([
  ['with its length', (body: string) => `${post(`Content-Length: ${body.length}`)}${body}`],
  [
    'in chunks',
    (body: string) => `${post('Transfer-Encoding: chunked')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ],
])('K: a sender of 5 MB %s reads its refusal, however much it goes on sending', async (_, sent) => {
  const statuses = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const answer = await speak(house.port, sent('x'.repeat(5_000_000)))
      return answer === 'closed' ? answer : answer.status
    }),
  )
  expect(new Set(statuses)).toEqual(new Set([413]))
})

test('J: nothing is inflated, and the refusal says so', async () => {
  for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'x-gzip', 'identity, gzip']) {
    const answer = (await speak(
      house.port,
      `${post(`Content-Encoding: ${coding}`, 'Content-Length: 4')}abcd`,
    )) as RawAnswer
    expect([coding, answer.status, lines(answer, 'accept-encoding')]).toEqual([coding, 415, ['identity']])
  }
  expect(
    await speak(house.port, `${post('Content-Encoding: identity', `Content-Length: ${good.length}`)}${good}`),
  ).toMatchObject({ status: 200 })
})

test('K: nothing that is sent comes back as a header line', async () => {
  const place = newPlace(house)
  const evil = 'x%0d%0aX-Injected:%20yes%0d%0a%0d%0aHTTP/1.1%20200%20OK'
  const targets = [
    `/${evil}`,
    `/~${evil}/nebula-block/api/v1/login`,
    `/nebula-block/${evil}`,
    `/numbers-station/api/v3/orgs/${evil}/users/me`,
    `/numbers-station/api/v1/login/session/oauth?provider=${evil}`,
    `/numbers-station/api/v1/login/session/oauth?provider=google&redirect_header=true&account_name=${evil}`,
    `/numbers-station/api/v1/login/session/oauth?provider=google&redirect_header=true&redirect_uri=${evil}`,
    `/numbers-station/api/v1/login/session/oauth/callback?state=${evil}`,
    `/sandbox/v1/apis/${evil}/accounts`,
    `/idp/interaction/${evil}`,
  ]
  for (const target of targets) {
    const wire = await openWire(house.port)
    wire.write(request(`GET ${target}`, ['Connection: close', `Origin: http://localhost:3000${evil}`]))
    const answer = await wire.closed()
    expect([target, /^HTTP\/1\.1 \d{3} /.test(answer)]).toEqual([target, true])
    expect([
      target,
      answer.split('\r\n').filter((line) => /^X-Injected|^HTTP\/1.1 200 OK$/.test(line) && !answer.startsWith(line)),
    ]).toEqual([target, []])
  }
  for (const value of [
    'http://localhost:3000/\r\nX-Injected: yes',
    'http://localhost:3000/\n',
    'javascript:alert(1)',
  ]) {
    const got = await place.control('PATCH', '/apis/numbers-station/settings', { defaultRedirectUri: value })
    expect([value, got.status]).toEqual([value, 400])
  }
})

test('K: clients that go away in the middle leave nothing behind, not even a line of error', async () => {
  const before = errors()
  const moments = [
    'POST /nebula',
    post('Content-Length: 100'),
    `${post('Content-Length: 100')}username=ada`,
    `${post(`Content-Length: ${good.length}`)}${good}`,
    `${post('Transfer-Encoding: chunked')}5\r\nab`,
    get('Transfer-Encoding: chunked'),
  ]
  const wires = await Promise.all(Array.from({ length: 60 }, () => openWire(house.port)))
  for (const [at, wire] of wires.entries()) {
    wire.write(moments[at % moments.length] ?? '')
    if (at % 2 === 0) wire.socket.resetAndDestroy()
    else wire.socket.once('drain', wire.cut).end(wire.cut)
  }
  await expect
    .poll(
      async () =>
        (await newPlace(house).send('POST', login, { form: { username: 'ada', password: ada.password } })).status,
    )
    .toBe(200)
  expect(errors()).toEqual(before)
})

function errors(): string[] {
  return logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)
}

test('J: a thousand kinds of content type are judged without anything being kept of them', async () => {
  const place = newPlace(house)
  const send = (type: string) => place.send('POST', login, { raw: { type, body: 'username=&password=x' } })
  for (let warming = 0; warming < 200; warming++) await send('application/x-www-form-urlencoded')
  const before = heap()
  for (let kind = 0; kind < 1_000; kind++) {
    expect((await send(`application/x-www-form-urlencoded; x${kind}=${kind}`)).status).toBe(400)
    expect((await send(`application/x-${kind}`)).status).toBe(415)
  }
  expect(heap() - before).toBeLessThan(6_000_000)
})

/** The collector, which Node shows only to those who ask. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

const collectGarbage = garbageCollector()

function heap(): number {
  for (let round = 0; round < 3; round++) collectGarbage()
  return process.memoryUsage().heapUsed
}
