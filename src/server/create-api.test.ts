import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiListener,
  type ApiOptions,
  createApi,
  createFetchApi,
  notImplemented,
  type RefusalForm,
  readBearer,
} from './index.ts'

const json = (schema: object) => ({ 'application/json': { schema } })
const error = { description: 'An error', content: json({ type: 'object', required: ['error'] }) }
const note = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1.0.0' },
  'x-vendor-servers': [{ url: 'https://notes.example.com/v1' }],
  'x-cors': { origins: 'allow-list', credentials: true, requestHeaders: ['Authorization'] },
  paths: {
    '/notes': {
      get: {
        operationId: 'listNotes',
        security: [],
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } }],
        responses: { 200: { description: 'All', content: json({ type: 'array' }) }, 400: error, 403: error },
      },
      post: {
        operationId: 'addNote',
        security: [{ bearer: [] }],
        requestBody: { required: true, content: json(note) },
        responses: {
          201: { description: 'Added', content: json(note) },
          400: error,
          401: error,
          413: error,
          415: error,
          429: error,
        },
      },
    },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}

const form: RefusalForm = { invalidStatus: 400, body: ({ refusal }) => ({ error: refusal }) }

const challenge = { scheme: 'Bearer', realm: 'notes' } as const

interface Own {
  readonly known: string
}

type Options = ApiOptions<Own, { bearer: string }, unknown>

function notes(given: Partial<Options> = {}): Options {
  return {
    contract,
    form,
    handlers: {
      listNotes: ({ query }: { query: { limit?: number } }) => ({ status: 200, body: [typeof query.limit] }),
      addNote: ({ body }: { body: { text: string } }, { caller }: { caller: string }) => ({
        status: 201,
        body: { text: `${caller}: ${body.text}` },
      }),
    },
    schemes: {
      bearer: {
        challenge,
        read({ fields, known }) {
          const token = readBearer(fields)
          if (token === 'missing' || token === 'malformed') return { fault: token }
          return token === known ? { caller: 'ada' } : { fault: 'unknown' }
        },
      },
    },
    context: async () => ({ known: 't-1' }),
    log: { error: (details, message) => void logged.push({ ...details, message }) },
    ...given,
  }
}

const logged: object[] = []
const stops: (() => void)[] = []

afterEach(() => {
  logged.length = 0
})

afterAll(() => {
  for (const stop of stops.splice(0)) stop()
})

type Send = (path: string, init?: RequestInit) => Promise<Response>

/** Each kind of server that an API runs in. */
const places: readonly (readonly [string, (options: Options) => Send | Promise<Send>])[] = [
  ['node:http', (options) => listening(createApi(options))],
  ['Express', (options) => listening(mounted(createApi(options)))],
  ['fetch', fetching],
]

function fetching(options: Options): Send {
  const api = createFetchApi(options)
  return (path, init) => api(new Request(`http://127.0.0.1${path}`, init))
}

async function listening(listener: RequestListener): Promise<Send> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init)
}

function mounted(listener: ApiListener, at = '/'): RequestListener {
  return express()
    .use(at, listener)
    .use((_request, response) => void response.status(418).end())
}

function adding(body: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer t-1', ...headers },
  }
}

describe.each([
  ...places,
  [
    'Express behind a body parser for other types',
    (options: Options) => listening(express().use(express.text(), createApi(options))),
  ] as const,
])('under %s', (_name, place) => {
  let send: Send
  beforeAll(async () => {
    send = await place(notes())
  })

  test.each([
    ['a documented answer', '/v1/notes', {}, 200, ['undefined']],
    ['a number in the query is one', '/v1/notes?limit=3', {}, 200, ['number']],
    ['a query that breaks the contract', '/v1/notes?limit=0', {}, 400, { error: 'invalid' }],
    ['a name that is not known', '/v1/notes?page=1', {}, 400, { error: 'invalid' }],
    ['a credential that holds', '/v1/notes', adding('{"text":"hello"}'), 201, { text: 'ada: hello' }],
    ['no credential', '/v1/notes', { method: 'POST' }, 401, { error: 'unauthenticated' }],
    [
      'one that is unknown',
      '/v1/notes',
      adding('{}', { Authorization: 'Bearer x' }),
      401,
      { error: 'unauthenticated' },
    ],
    ['a body that breaks the contract', '/v1/notes', adding('{"text":""}'), 400, { error: 'invalid' }],
    ['no JSON', '/v1/notes', adding('{'), 400, { error: 'invalid' }],
    ['another media type', '/v1/notes', adding('x', { 'Content-Type': 'text/csv' }), 415, { error: 'media-type' }],
    [
      'a page of another origin',
      '/v1/notes',
      { headers: { Origin: 'https://evil.example' } },
      403,
      { error: 'origin' },
    ],
    ['another path of the API', '/v1/other', {}, 404, { error: 'not-found' }],
    ['another spelling of a path', '/v1/notes/', {}, 404, { error: 'not-found' }],
    ['another method', '/v1/notes', { method: 'DELETE' }, 405, { error: 'method' }],
  ])('%s', async (_what, path, init, status, body) => {
    const answer = await send(path, init)

    expect([answer.status, await answer.json()]).toEqual([status, body])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(logged).toEqual([])
  })

  test('HEAD runs the handler of a GET, which can tell, and sets no cookie', async () => {
    const methods: string[] = []
    const listNotes = (_request: unknown, { method }: { method: string }) => {
      methods.push(method)
      return { status: 200, headers: { 'Set-Cookie': 'seen=1' }, body: [] }
    }
    const send = await place(notes({ handlers: { listNotes, addNote: () => notImplemented } }))
    const cookies = []
    for (const method of ['HEAD', 'GET']) cookies.push((await send('/v1/notes', { method })).headers.getSetCookie())

    expect([methods, cookies]).toEqual([
      ['HEAD', 'GET'],
      [[], ['seen=1']],
    ])
  })

  test('a 401 says what it asks for, and a 405 what there is', async () => {
    expect((await send('/v1/notes', { method: 'POST' })).headers.get('www-authenticate')).toBe('Bearer realm="notes"')
    expect((await send('/v1/notes', { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })
})

describe.each(places)('the largest body under %s', (_name, place) => {
  const sized = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes - '{"text":""}'.length) })
  /** Without a length that could be judged before the body comes. */
  const streamed = (text: string): RequestInit => ({ ...adding(''), body: new Blob([text]).stream(), duplex: 'half' })

  test.each([
    ['16 KiB by default', {}, 16_384],
    ['a smaller one', { bodyLimit: 64 }, 64],
    ['a larger one', { bodyLimit: 2 ** 20 }, 2 ** 20],
  ])('%s', async (_what, given, limit) => {
    const form: RefusalForm = {
      invalidStatus: 400,
      body: (refusal) => ({ error: refusal.refusal === 'too-large' ? refusal.limit : refusal.refusal }),
    }
    const send = await place(notes({ ...given, form }))

    for (const sent of [adding, streamed]) {
      const accepted = await send('/v1/notes', sent(sized(limit)))
      const refused = await send('/v1/notes', sent(sized(limit + 1)))

      expect([accepted.status, (await accepted.text()).length]).toEqual([201, limit + 'ada: '.length])
      expect([refused.status, await refused.json()]).toEqual([413, { error: limit }])
    }
    expect(logged).toEqual([])
  })

  test('counts bytes, not characters', async () => {
    const send = await place(notes({ bodyLimit: 16 }))

    expect((await send('/v1/notes', adding('{"text":"ää"}'))).status).toBe(201)
    expect((await send('/v1/notes', adding('{"text":"äää"}'))).status).toBe(413)
  })
})

describe('what is not under the base path', () => {
  test('goes to the next handler, if there is one', async () => {
    const send = await listening(mounted(createApi(notes())))

    expect((await send('/other')).status).toBe(418)
    expect((await send('/v10/notes')).status).toBe(418)
  })

  test.each(places.filter(([name]) => name !== 'Express'))(
    'is unknown to the API that stands alone: %s',
    async (_name, place) => {
      const send = await place(notes())

      const answer = await send('/other')

      expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found' }])
    },
  )

  test('is what stands in front of the place it is mounted at', async () => {
    const send = await listening(mounted(createApi(notes()), '/api'))

    expect((await send('/api/v1/notes')).status).toBe(200)
    expect((await send('/v1/notes')).status).toBe(418)
  })
})

describe('what the client is not told', () => {
  const broken = (answer: unknown) => ({
    handlers: { listNotes: () => answer as never, addNote: () => notImplemented },
  })

  test.each([
    ['an undocumented status', { status: 202, body: [] }, 'The status 202 of "listNotes" is not documented'],
    ['a body of another type', { status: 200, body: {} }, 'The body must be array (type)'],
    ['no body', { status: 200 }, 'The body is missing'],
  ])('%s', async (_what, answer, deviation) => {
    const send = fetching(notes(broken(answer)))

    const got = await send('/v1/notes')

    expect([got.status, await got.json()]).toEqual([500, { error: 'unexpected' }])
    expect(logged).toMatchObject([{ operation: 'listNotes', deviation, message: 'the reply breaks the contract' }])
  })

  test.each([
    [
      'a handler',
      { handlers: { listNotes: () => Promise.reject(new Error('secret')), addNote: () => notImplemented } },
    ],
    ['the context', { context: () => Promise.reject(new Error('secret')) }],
  ])('the exception of %s', async (_what, given) => {
    const send = fetching(notes(given))

    const answer = await send('/v1/notes')

    expect([answer.status, await answer.json()]).toEqual([500, { error: 'unexpected' }])
    expect(logged).toMatchObject([{ err: { message: 'secret' }, message: 'unexpected failure' }])
  })

  test('a body that was read before is a 500, and the log says why', async () => {
    const send = await listening(express().use(express.json(), createApi(notes())))

    expect((await send('/v1/notes', adding('{"text":"x"}'))).status).toBe(500)
    expect(logged).toMatchObject([
      { err: { message: 'The body was read before: mount the API in front of body parsers' } },
    ])
  })
})

test.each(places)('an unknown kind of refusal is a 500 under %s, and the log names it', async (_name, place) => {
  const handlers = { listNotes: () => ({ refusal: 'nope' }) as never, addNote: () => notImplemented }
  const send = await place(notes({ handlers }))

  const answer = await send('/v1/notes')

  expect([answer.status, await answer.json()]).toEqual([500, { error: 'unexpected' }])
  expect(logged).toMatchObject([{ err: { message: '"nope" is not a kind of refusal' }, message: 'unexpected failure' }])
})

test('a handler that is yet to be written is a 501 that no contract has to document', async () => {
  const send = fetching(notes({ handlers: { listNotes: () => notImplemented, addNote: () => notImplemented } }))

  const answer = await send('/v1/notes')

  expect([answer.status, await answer.json()]).toEqual([501, { error: 'not-implemented' }])
  expect(logged).toEqual([])
})

test('an exception may be a refusal', async () => {
  const handlers = { listNotes: () => notImplemented, addNote: () => Promise.reject(new RangeError('Later')) }
  const send = fetching(notes({ handlers, failure: () => ({ refusal: 'throttled', retryAfter: 7 }) }))

  const answer = await send('/v1/notes', adding('{"text":"x"}'))

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
  expect(logged).toEqual([])
})

test('a reader may refuse before it reads', async () => {
  const read = () => ({ refusal: 'throttled', retryAfter: 30 }) as const
  const send = fetching(notes({ schemes: { bearer: { challenge, read } } }))

  const answer = await send('/v1/notes', adding('{"text":"x"}'))

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30'])
})

describe('origins', () => {
  const from = (origin: string) => ({ headers: { Origin: origin } })

  test('a listed one is told that it may read', async () => {
    const send = fetching(notes({ allowedOrigins: ['https://app.example.com'] }))

    const answer = await send('/v1/notes', from('https://app.example.com'))

    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example.com'])
  })

  test('the own one is what the client asked, unless a proxy stands in front', async () => {
    const send = fetching(notes({ ownOrigin: 'https://notes.example.com' }))

    expect((await send('/v1/notes', from('https://notes.example.com'))).status).toBe(200)
    expect((await send('/v1/notes', from('http://127.0.0.1'))).status).toBe(403)
  })
})

describe('a mistake of the set-up says how to mend it', () => {
  const withOperation = (get: object) => ({ ...contract, paths: { ...contract.paths, '/more': { get } } })

  test.each([
    [
      'the contract',
      { contract: {} },
      'The contract is not an OpenAPI document: give the bundled one that "latchkey generate" wrote',
    ],
    ['a handler', { handlers: { listNotes: () => notImplemented } }, '"Notes" has no handler for addNote'],
    [
      'a handler whose name every object has',
      { contract: withOperation({ operationId: 'toString', responses: {} }) },
      '"Notes" has no handler for toString',
    ],
    [
      'a body without media types',
      { contract: withOperation({ operationId: 'listNotes', requestBody: { required: true }, responses: {} }) },
      'GET /more: the request body has no "content"',
    ],
    ['a reader', { schemes: {} as never }, '"Notes" has no reader for the security scheme bearer'],
    [
      'an origin',
      { allowedOrigins: ['app.example.com'] },
      '"app.example.com" is not an origin: write one such as "https://app.example.com"',
    ],
    [
      'a wildcard',
      { allowedOrigins: ['https://*'] },
      '"https://*" is not an origin: write one such as "https://app.example.com"',
    ],
    [
      'a list that the contract does not ask for',
      { allowedOrigins: ['https://app.example.com'], contract: { ...contract, 'x-cors': { origins: 'own' } } },
      '"allowedOrigins" does nothing: write "x-cors: { origins: allow-list, credentials: true, requestHeaders: [Authorization, Content-Type] }" into the contract of "Notes"',
    ],
    [
      'an unknown policy',
      { contract: { ...contract, 'x-cors': { origins: '*' } } },
      '"x-cors" of "Notes" has the origins \'*\': write any, allow-list or own',
    ],
    [
      'its spelling',
      { ownOrigin: 'https://a.example/' },
      'The origin "https://a.example/" has to be written as browsers send it: "https://a.example"',
    ],
  ])('%s', (_what, given, message) => {
    expect(() => createApi(notes(given))).toThrow(new TypeError(message))
  })

  test.each([
    ['0', 0],
    ['-1', -1],
    ['1.5', 1.5],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ["'1mb'", '1mb' as never],
  ])('a body limit of %s', (written, bodyLimit) => {
    const message = `The body limit ${written} has to be a whole number of bytes from 1, such as 16384`

    expect(() => createApi(notes({ bodyLimit }))).toThrow(new RangeError(message))
  })
})
