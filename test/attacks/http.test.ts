import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sent, toWire } from '../../src/conformance/request.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { apis, isAccepted } from './every-api.ts'
import { growthOf } from './heap.ts'
import { ada, logins, tryLogin } from './logins.ts'
import { apiKeys, nebulaToken } from './nebula-block.ts'
import { newPlace, placeOf } from './place.ts'
import { bare, open, type ProtectedCall, pathOf, protectedCalls } from './protected-calls.ts'
import { atEvery, everywhere, type RawLogin, rawLogins } from './raw-logins.ts'
import { lines, openWire, type RawAnswer, request, speak } from './wire.ts'

let server: TestServer
const logged: string[] = []

beforeAll(async () => {
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) })
  server = await startTestServer({ log: pino({ level: 'debug' }, sink) })
})

afterAll(async () => {
  await server.stop()
})

const health = request('GET /healthz')

/** Says something over a connection of its own, and keeps it to hear what else comes. */
async function say(bytes: string | Buffer) {
  const wire = await openWire(server.port)
  wire.write(bytes)
  return wire
}

type Bytes = (at: RawLogin) => string | Buffer

const get =
  (...headers: string[]): Bytes =>
  ({ target }) =>
    request(`GET ${target}`, headers)
const post =
  (headers: readonly string[], body = ''): Bytes =>
  (at) =>
    `${at.post(...headers)}${body}`
const chunked = 'Transfer-Encoding: chunked'

/** What is ambiguous, malformed or too much, and the status of its refusal. */
const unreadable: readonly (readonly [string, Bytes, number])[] = [
  ['two Hosts', get('Host: localhost'), 400],
  ['an empty Host', ({ target }) => `GET ${target} HTTP/1.1\r\nHost: \r\n\r\n`, 421],
  ['a Host with a blank', ({ target }) => `GET ${target} HTTP/1.1\r\nHost: local host\r\n\r\n`, 421],
  ['a Host with a path', ({ target }) => `GET ${target} HTTP/1.1\r\nHost: localhost/evil\r\n\r\n`, 421],
  ['HTTP/1.0 without a Host', ({ target }) => `GET ${target} HTTP/1.0\r\n\r\n`, 421],
  ['two lengths', post(['Content-Length: 4', 'Content-Length: 5'], 'abcde'), 400],
  ['the same length twice', post(['Content-Length: 4', 'Content-Length: 4'], 'abcd'), 400],
  ['a list of lengths', post(['Content-Length: 4, 4'], 'abcd'), 400],
  ['a negative length', post(['Content-Length: -1']), 400],
  ['a length with a sign', post(['Content-Length: +4'], 'abcd'), 400],
  ['a length in hexadecimal', post(['Content-Length: 0x4'], 'abcd'), 400],
  ['a length beyond all numbers', post(['Content-Length: 99999999999999999999']), 400],
  ['a length and chunks', post(['Content-Length: 4', chunked], '0\r\n\r\n'), 400],
  ['chunks and a length', post([chunked, 'Content-Length: 4'], '0\r\n\r\n'), 400],
  ['chunks that are not last', post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'), 400],
  ['a coding that is no chunks', post(['Transfer-Encoding: xchunked'], '0\r\n\r\n'), 400],
  ['chunks of no number', post([chunked], 'zz\r\nab\r\n0\r\n\r\n'), 400],
  ['chunks with a tail', post([chunked], '1\r\nabc\r\n0\r\n\r\n'), 400],
  ['an endless chunk extension', post([chunked], `1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`), 413],
  ['a folded header', get('X-A: b\r\n c'), 400],
  ['a blank before the colon', get('X-A : b'), 400],
  ['a blank before the name', get(' X-A: b'), 400],
  ['a header without a colon', get('X-A'), 400],
  ['a NUL in a header', get('X-A: b\0c'), 400],
  ['a bare carriage return in a header', get('X-A: b\rc: d'), 400],
  ['bare line feeds', ({ target }) => `GET ${target} HTTP/1.1\nHost: localhost\n\n`, 400],
  ['a header of 20 kB', get(`X-A: ${'b'.repeat(20_000)}`), 431],
  ['3,000 headers', get(...Array.from({ length: 3_000 }, (_, at) => `A${at}: b`)), 431],
  ['a header of 70 kB', get(`X-A: ${'b'.repeat(70_000)}`), 431],
  ['a target of 20 kB', ({ target }) => request(`GET ${target}/${'b'.repeat(20_000)}`), 431],
  ['HTTP/0.9', ({ target }) => `GET ${target}\r\n\r\n`, 505],
  ['HTTP/2.0 in a line', ({ target }) => `GET ${target} HTTP/2.0\r\nHost: localhost\r\n\r\n`, 505],
  ['HTTP/9.9', ({ target }) => `GET ${target} HTTP/9.9\r\nHost: localhost\r\n\r\n`, 400],
  ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['another protocol', () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]), 400],
  ['a method there is not', ({ target }) => request(`LATCH ${target}`), 400],
  ['a method in lower case', ({ target }) => request(`get ${target}`), 400],
  ['an expectation there is not', get('Expect: a-miracle'), 417],
]

test.each(unreadable)('%s: one refusal in words, and the connection ends with it', async (_, bytes, status) => {
  const answers = await atEvery(async (at) => {
    const wire = await say(bytes(at))
    const answer = (await wire.next()) as RawAnswer
    const fields = ['connection', 'cache-control'].map((name) => lines(answer, name))
    return [answer.version, answer.status, isInWords(answer), fields, await wire.closed()]
  })
  expect(answers).toEqual(everywhere(['1.1', status, true, [['close'], ['no-store']], '']))
})

/** Problem details of that status; what came as far as the Host and the end of the headers has the form of its API. */
function isInWords(answer: RawAnswer): boolean {
  const words = JSON.parse(answer.body) as { status?: unknown }
  const [type = ''] = lines(answer, 'content-type')
  if ([421, 431].includes(answer.status)) return /^application\/(problem\+)?json; charset=utf-8$/.test(type)
  return type === 'application/problem+json; charset=utf-8' && words.status === answer.status
}

test.each(unreadable)('%s: what is smuggled in behind it is not answered', async (_, bytes) => {
  const answers = await atEvery(async (at) => {
    const wire = await say(Buffer.concat([Buffer.from(bytes(at)), Buffer.from(health)]))
    await wire.next()
    return (await wire.closed()).includes('200 OK')
  })
  expect(answers).toEqual(everywhere(false))
})

test('K: requests in one piece are answered one by one, in their order', async () => {
  const answers = await atEvery(async (at) => {
    const wire = await say([at.whole(), request('HEAD /nothing'), health, request('GET /nothing')].join(''))
    const first = (await wire.next('POST')) as RawAnswer
    const head = (await wire.next('HEAD')) as RawAnswer
    const others = [await wire.next(), await wire.next()] as RawAnswer[]
    wire.cut()
    return [isAccepted(first), head.status, head.body, others[0]?.body, others[1]?.status]
  })
  expect(answers).toEqual(everywhere([true, 404, '', '{"status":"ok"}', 404]))
})

test('K: HTTP/1.0 is answered, and the connection ends', async () => {
  const answers = await atEvery(async (at) => {
    const wire = await say(at.whole().replace('HTTP/1.1', 'HTTP/1.0'))
    const { status, version } = (await wire.next('POST')) as RawAnswer
    return [isAccepted({ status }), version, await wire.closed()]
  })
  expect(answers).toEqual(everywhere([true, '1.1', '']))
})

test('K: 100-continue is granted, and the answer follows', async () => {
  const answers = await atEvery(async ({ post, body }) => {
    const wire = await say(post('Expect: 100-continue', `Content-Length: ${body.length}`))
    const granted = (await wire.next('POST')) as RawAnswer
    wire.write(body)
    const answer = (await wire.next('POST')) as RawAnswer
    wire.cut()
    return [granted.status, isAccepted(answer)]
  })
  expect(answers).toEqual(everywhere([100, true]))
})

test('K: an offer to speak something else is passed over', async () => {
  for (const upgrade of ['websocket', 'h2c', 'TLS/1.0']) {
    const answer = await speak(
      server.port,
      request('GET /healthz', ['Connection: Upgrade', `Upgrade: ${upgrade}`, 'Sec-WebSocket-Key: x']),
    )
    expect(answer).toMatchObject({ status: 200 })
  }
  expect(await speak(server.port, 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('closed')
})

test.each(protectedCalls)(
  'I: chunks and their trailers add nothing to the headers: $title',
  async (protectedCall: ProtectedCall) => {
    const place = placeOf(server, '')
    const sent = await protectedCall.authorize(place)
    expect(isAccepted(await open(place, protectedCall, sent))).toBe(true)
    const { headers, body = '' } = toWire(
      'http://localhost',
      protectedCall.method,
      pathOf(protectedCall, sent),
      bare(sent),
    )
    const fields = headers.map(([name, value]) => `${name}: ${value}`)
    const head = request(`${protectedCall.method} ${targetOf(protectedCall, sent)}`, [
      ...fields,
      chunked,
      'Trailer: Authorization',
    ])
    const piece = body.length > 0 ? `${body.length.toString(16)}\r\n${body}\r\n` : ''
    const trailers = toWire('http://localhost', protectedCall.method, '', sent).headers.map(
      ([name, value]) => `${name}: ${value}`,
    )
    const answer = await speak(
      server.port,
      `${head}${piece}0\r\n${[...trailers, 'Host: evil.example'].join('\r\n')}\r\n\r\n`,
    )
    expect(answer).toMatchObject({ status: 401 })
  },
)

function targetOf(protectedCall: ProtectedCall, sent: Sent): string {
  const { url } = toWire('http://localhost', protectedCall.method, protectedCall.path, sent)
  return `${url.pathname}${url.search}`
}

test('J: a body of hundreds of unknown names is refused as one of one, in every form', async () => {
  const place = newPlace(server)
  const json = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field_${number}`, String(number)]))
  const bearer = await nebulaToken(place)
  const answers = [
    await place.send('POST', apiKeys, { bearer, json }),
    await place.send('POST', '/sandbox/v1/apis/nebula-block/accounts', { json }),
    await place.send('POST', '/innodata/v1/users', { json }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  for (const { title, path, invalid, mediaTypes } of logins) {
    for (const type of mediaTypes) {
      const sent = forms[type]?.(json) ?? {}
      // No more than eight parts are read.
      const status = type === 'multipart/form-data' ? 413 : invalid
      expect([title, type, (await place.send('POST', path, sent)).status]).toEqual([title, type, status])
    }
  }
})

const forms: Readonly<Record<string, (members: Readonly<Record<string, string>>) => Sent>> = {
  'application/json': (json) => ({ json }),
  'application/x-www-form-urlencoded': (form) => ({ form }),
  'multipart/form-data': (multipart) => ({ multipart }),
}

test('K: a body that is said to be too large is refused before it is sent', async () => {
  const answers = await atEvery(async ({ post }) => {
    const wire = await say(post('Content-Length: 9999999999'))
    const answer = (await wire.next('POST')) as RawAnswer
    return [answer.status, lines(answer, 'connection'), await wire.closed()]
  })
  expect(answers).toEqual(everywhere([413, ['close'], '']))
})

test.each([
  ['with its length', ({ post }: RawLogin, body: string) => `${post(`Content-Length: ${body.length}`)}${body}`],
  [
    'in chunks',
    ({ post }: RawLogin, body: string) => `${post(chunked)}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ],
])('K: a sender of 5 MB %s reads its refusal, however much it goes on sending', async (_, sent) => {
  const body = 'x'.repeat(5_000_000)
  const answers = await atEvery((at) =>
    Promise.all(
      [1, 2].map(async () => {
        const answer = await speak(server.port, sent(at, body))
        return answer === 'closed' ? answer : answer.status
      }),
    ),
  )
  expect(answers).toEqual(everywhere([413, 413]))
})

test('J: nothing is inflated, and the refusal says so', async () => {
  for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'x-gzip', 'identity, gzip']) {
    const answers = await atEvery(async ({ post }) => {
      const answer = (await speak(
        server.port,
        `${post(`Content-Encoding: ${coding}`, 'Content-Length: 4')}abcd`,
      )) as RawAnswer
      return [coding, answer.status, lines(answer, 'accept-encoding')]
    })
    expect(answers).toEqual(everywhere([coding, 415, ['identity']]))
  }
  const plain = await atEvery(async ({ whole }) =>
    isAccepted((await speak(server.port, whole('Content-Encoding: identity'))) as RawAnswer),
  )
  expect(plain).toEqual(everywhere(true))
})

test('K: nothing that is sent comes back as a header line', async () => {
  const place = newPlace(server)
  const evil = 'x%0d%0aX-Injected:%20yes%0d%0a%0d%0aHTTP/1.1%20200%20OK'
  const targets = [
    `/${evil}`,
    ...apis.flatMap(({ id, contract }) => [
      `/${id}/${evil}`,
      `/~${evil}/${id}${contract.basePath}/`,
      ...contract.operations.map((operation) => `/${id}${contract.basePath}${filled(operation, evil)}`),
    ]),
    `/numbers-station/api/v1/login/session/oauth?provider=google&redirect_header=true&account_name=${evil}`,
    `/numbers-station/api/v1/login/session/oauth?provider=google&redirect_header=true&redirect_uri=${evil}`,
    `/numbers-station/api/v1/login/session/oauth/callback?state=${evil}`,
    `/idp/interaction/${evil}`,
  ]
  for (const target of targets) {
    const wire = await openWire(server.port)
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

/** The path of an operation with the same value for every parameter it has. */
function filled({ path, parameters }: Operation, value: string): string {
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => `${name}=${value}`)
  return `${path.replaceAll(/\{[^}]+\}/g, value)}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

test('K: clients that go away in the middle leave nothing behind, not even a line of error', async () => {
  const before = errors()
  const moments = rawLogins.flatMap(({ target, body, post, whole }) => [
    `POST ${target.slice(0, 12)}`,
    post('Content-Length: 1000'),
    `${post('Content-Length: 1000')}${body}`,
    whole(),
    `${post(chunked)}5\r\nab`,
    request(`GET ${target}`, [chunked]),
  ])
  const wires = await Promise.all([...moments, ...moments].map(() => openWire(server.port)))
  for (const [at, wire] of wires.entries()) {
    wire.write(moments[at % moments.length] ?? '')
    if (at < moments.length) wire.socket.resetAndDestroy()
    else wire.socket.once('drain', wire.cut).end(wire.cut)
  }
  const place = newPlace(server)
  for (const login of logins) {
    const status = async () => isAccepted(await tryLogin(place, login, ada[login.name], ada.password))
    await expect.poll(status).toBe(true)
  }
  expect(errors()).toEqual(before)
})

function errors(): string[] {
  return logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)
}

test('J: a thousand kinds of content type are judged without anything being kept of them', async () => {
  const place = newPlace(server)
  const send = ({ login, body }: RawLogin, type: string) =>
    place.send('POST', login.path, { raw: { type, body: body.slice(0, -1).replace(/username|email/, 'nobody') } })
  for (const at of rawLogins) for (let warming = 0; warming < 40; warming++) await send(at, at.type)
  let kind = 0
  const sendKinds = async () => {
    for (const end = kind + 1_000 / rawLogins.length; kind < end; kind++) {
      for (const at of rawLogins) {
        const { id } = at.login.api
        expect([id, (await send(at, `${at.type}; x${kind}=${kind}`)).status]).toEqual([id, at.login.invalid])
        expect([id, (await send(at, `application/x-${kind}`)).status]).toEqual([id, 415])
      }
    }
  }
  expect(await growthOf(sendKinds, 6_000_000)).toBeLessThan(6_000_000)
})
