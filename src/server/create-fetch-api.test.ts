import { expect, test } from 'vitest'
import type { Reply, Sink } from '../contract/handler.ts'
import { createFetchApi, type RefusalForm } from './index.ts'
import { longestLag } from './transport.ts'

const text = { 'application/json': { schema: { type: 'string' } } }
const ok = { description: 'OK', content: text }
const contract = {
  openapi: '3.1.0',
  info: { title: 'Letters', version: '1.0.0' },
  'x-cors': { origins: 'own', credentials: false, requestHeaders: [] },
  paths: {
    '/letters': {
      get: { operationId: 'read', responses: { 200: ok, 400: ok, 403: ok, 304: { description: 'Same' } } },
      post: {
        operationId: 'write',
        requestBody: { required: true, content: text },
        responses: { 200: ok, 204: { description: 'Done' }, 400: ok, 403: ok, 413: ok },
      },
    },
    '/letters/new': {
      get: {
        operationId: 'watch',
        responses: { 200: { description: 'All', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
      },
    },
  },
}

const form: RefusalForm = { invalidStatus: 400, body: ({ refusal }) => refusal }

interface Own {
  readonly url: string
}

type Handler = (request: { body: unknown }, context: Own) => Reply

function letters(operation: 'read' | 'write' | 'watch', handler: Handler) {
  const logged: unknown[] = []
  const never = () => ({ status: 200, body: '' })
  const send = createFetchApi<Own, Record<never, never>>({
    contract,
    form,
    handlers: { read: never, write: never, watch: never, [operation]: handler },
    schemes: {},
    context: ({ url }) => ({ url }),
    bodyLimit: 64,
    log: { error: (details, message) => void logged.push({ ...details, message }) },
  })
  return {
    logged,
    send: (path: string, init?: RequestInit) => send(new Request(`https://letters.example.com${path}`, init)),
  }
}

const posted = (body: NonNullable<RequestInit['body']>, init?: RequestInit): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'Content-Type': 'application/json' },
  duplex: 'half',
  ...init,
})

/** A stream of bodies or events that tells what became of it. */
function watched() {
  const ended: string[] = []
  const sinks: Sink[] = []
  const { send, logged } = letters('watch', () => ({
    status: 200,
    stream: (sink: Sink) => {
      sinks.push(sink)
      return () => void ended.push('stopped')
    },
  }))
  return { ended, sinks, send, logged }
}

test('the context is made of the request', async () => {
  const { send } = letters('read', (_request, { url }) => ({ status: 200, body: url }))

  expect(await (await send('/letters#top')).json()).toBe('https://letters.example.com/letters#top')
})

test('a page of the own origin may call, which is that of the address', async () => {
  const { send } = letters('read', () => ({ status: 200, body: '' }))
  const from = async (origin: string) => (await send('/letters', { headers: { Origin: origin } })).status

  expect([await from('https://letters.example.com'), await from('http://letters.example.com')]).toEqual([200, 403])
})

test('each cookie has a line of its own', async () => {
  const { send } = letters('read', () => ({ status: 200, body: '', headers: { 'Set-Cookie': ['a=1', 'b=2'] } }))

  expect((await send('/letters')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test.each([
  ['HEAD', '/letters', 200, 'read', { status: 200, body: 'all' }, { 'content-length': '5' }],
  ['GET', '/letters', 304, 'read', { status: 304 }, {}],
  ['POST', '/letters', 204, 'write', { status: 204 }, {}],
] as const)('%s %s answers %i without a body', async (method, path, status, operation, reply, headers) => {
  const { send } = letters(operation, () => reply)
  const answer = await send(path, method === 'POST' ? posted('"x"') : { method })

  expect([answer.status, answer.body, Object.fromEntries(answer.headers)]).toMatchObject([status, null, headers])
})

test.each([
  ['Content-Type', 'application/json, application/json', 400],
  ['Content-Type', 'application/json; note="a, b"', 200],
  ['Origin', 'https://letters.example.com, https://letters.example.com', 403],
  ['Sec-Fetch-Site', 'same-origin, cross-site', 400],
])('%s: %s is a %i: two lines that Headers has joined are two', async (name, value, status) => {
  const { send } = letters('write', () => ({ status: 200, body: '' }))

  expect(
    (await send('/letters', posted('"x"', { headers: { 'Content-Type': 'application/json', [name]: value } }))).status,
  ).toBe(status)
})

test('a body that grows too long is a 413, and its sender may stop', async () => {
  const { send } = letters('write', () => ({ status: 200, body: '' }))
  const given: string[] = []
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(32).fill(0x20)),
    cancel: () => void given.push('stopped'),
  })

  const answer = await send('/letters', posted(endless))

  expect([answer.status, await answer.json(), given]).toEqual([413, 'too-large', ['stopped']])
  expect(answer.headers.has('connection')).toBe(false)
})

test.each([
  ['before', (abort: () => void) => abort()],
  ['while', (abort: () => void) => setImmediate(abort)],
])('a sender that goes %s its body is read has cut it off', async (_when, act) => {
  const { send, logged } = letters('write', () => ({ status: 200, body: '' }))
  const gone = new AbortController()
  act(() => gone.abort())

  const answer = await send('/letters', posted(new ReadableStream({}), { signal: gone.signal }))

  expect([answer.status, await answer.json(), logged]).toEqual([400, 'invalid', []])
})

test('a body that was read before is a 500, and the log says why', async () => {
  const { logged } = letters('write', () => ({ status: 200, body: '' }))
  const api = createFetchApi({
    contract,
    form,
    handlers: { read: () => ({}) as never, write: () => ({}) as never, watch: () => ({}) as never },
    schemes: {},
    context: () => ({}),
    log: { error: (details) => void logged.push(details) },
  })
  const request = new Request('https://letters.example.com/letters', posted('"x"'))
  await request.text()

  expect((await api(request)).status).toBe(500)
  expect(logged).toMatchObject([
    { err: { message: 'The body was read before: pass the API a request whose body is unread' } },
  ])
})

test('events are a stream of bytes, which ends with its source', async () => {
  const { ended, sinks, send } = watched()

  const answer = await send('/letters/new')
  for (const sink of sinks) {
    sink.write('data: ä\n\n')
    sink.end()
    sink.write('data: late\n\n')
  }

  expect([answer.headers.get('content-type'), await answer.text(), ended]).toEqual([
    'text/event-stream; charset=utf-8',
    'data: ä\n\n',
    ['stopped'],
  ])
})

test('HEAD of events starts none', async () => {
  const { sinks, send } = watched()

  expect([(await send('/letters/new', { method: 'HEAD' })).body, sinks]).toEqual([null, []])
})

test('a source is stopped once its reader cancels', async () => {
  const { ended, send } = watched()

  await (await send('/letters/new')).body?.cancel()

  expect(ended).toEqual(['stopped'])
})

test('a source is stopped once its client aborts, and not started for one who has', async () => {
  const { ended, sinks, send } = watched()
  const gone = new AbortController()
  const answer = await send('/letters/new', { signal: gone.signal })
  gone.abort()

  expect(await answer.text()).toBe('')
  expect(await (await send('/letters/new', { signal: gone.signal })).text()).toBe('')
  expect([ended, sinks.length]).toEqual([['stopped'], 1])
})

test('a stream can need nothing to be stopped', async () => {
  const { send, logged } = letters('watch', () => ({ status: 200, stream: ((sink: Sink) => sink.end()) as never }))
  const answer = await send('/letters/new')

  expect([await answer.text(), logged]).toEqual(['', []])
})

test('a reader that lags too far behind is disconnected', async () => {
  const { ended, sinks, send } = watched()
  const answer = await send('/letters/new')
  sinks[0]?.write('x'.repeat(longestLag))
  const before = [...ended]

  sinks[0]?.write('x')

  expect([before, ended]).toEqual([[], ['stopped']])
  await expect(answer.text()).rejects.toThrow('The stream is read too slowly')
})

/** One operation with these alternatives, which answers who asks. */
function asked(security: readonly object[]) {
  const read = { operationId: 'read', security, responses: { 200: ok, 403: ok } }
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' }
  return createFetchApi({
    contract: {
      ...contract,
      paths: { '/letters': { get: read } },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, key } },
    },
    form,
    handlers: {
      read: (_request: object, { caller }: { caller?: string }) => ({ status: 200, body: caller ?? 'nobody' }),
    },
    schemes: {
      bearer: {
        challenge: { scheme: 'Bearer', realm: 'letters' },
        read: ({ fields }) => {
          const [token] = fields('authorization')
          return token ? { caller: token.slice(7) } : { fault: 'missing' }
        },
      },
      key: { challenge: { scheme: 'ApiKey', realm: 'letters' }, read: () => ({ fault: 'missing' }) },
    },
    context: () => ({}),
  })
}

test.each<[string, readonly object[], Record<string, string>, string]>([
  ['one that is sent counts', [{}, { bearer: [] }], { Authorization: 'Bearer ada' }, 'ada'],
  ['none is needed', [{}, { bearer: [] }], {}, 'nobody'],
  [
    'one of two that belong together counts as none',
    [{ bearer: [], key: [] }, {}],
    { Authorization: 'Bearer ada' },
    'nobody',
  ],
])('where the contract lets anybody in, of the credentials %s', async (_, security, headers, expected) => {
  const answer = await asked(security)(new Request('https://letters.example.com/letters', { headers }))
  expect([answer.status, await answer.json()]).toEqual([200, expected])
})
