import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createApi, createFetchApi } from './index.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const binary = { type: 'string', format: 'binary' }
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required })
const json = (schema: object) => ({ 'application/json': { schema } })
const answering = (operationId: string, content: object, more: object = {}) => ({
  get: { operationId, responses: { 200: { description: 'An answer', content, ...more } } },
})

const user = { $ref: '#/components/schemas/User' }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Replies', version: '1' },
  paths: {
    '/text': answering('text', { 'text/plain': { schema: { ...text, maxLength: 8 } } }),
    '/bytes': answering('bytes', { 'application/octet-stream': { schema: binary } }),
    '/image': answering('image', { 'image/*': {} }),
    '/range': answering('range', { '*/*': { schema: object({ a: integer }) } }),
    '/several': answering('several', {
      'text/csv': { schema: text },
      'application/json': { schema: object({ a: integer }) },
      'application/xml': { schema: object({ a: integer }) },
    }),
    '/events': answering('events', { 'text/event-stream': { schema: text }, ...json(object({ a: integer })) }),
    '/user': answering('user', json({ type: 'array', items: object({ owner: user }) }), {
      headers: { 'content-type': { required: true, schema: { const: 'x/y' } } },
    }),
    '/many': answering('many', json({}), {
      headers: { 'X-Many': { schema: { type: 'array', items: integer, maxItems: 2 } } },
    }),
    '/form': answering('form', { 'application/x-www-form-urlencoded': {} }),
    '/any': { get: { operationId: 'any', responses: { default: { description: 'Any', content: json({}) } } } },
  },
  components: {
    schemas: {
      Named: object({ name: text }, 'name'),
      User: {
        allOf: [
          { $ref: '#/components/schemas/Named' },
          {
            ...object(
              { password: { ...text, writeOnly: true }, pin: { $ref: '#/components/schemas/Pin' } },
              'password',
              'pin',
            ),
          },
          { $ref: '#/components/schemas/Asked' },
        ],
        required: ['pin'],
      },
      Asked: { required: ['name', 'password'] },
      Pin: { ...integer, writeOnly: true },
    },
  },
}

let reply: object = {}
const answer = () => ({ status: 200, ...reply })
const logged: { readonly deviation?: string; readonly message: string }[] = []
const options = {
  contract,
  form: { invalidStatus: 400, body: ({ refusal }: { refusal: string }) => ({ error: refusal }) } as const,
  handlers: {
    range: answer,
    text: answer,
    bytes: answer,
    image: answer,
    several: answer,
    events: answer,
    user: answer,
    many: answer,
    any: answer,
    form: answer,
  },
  schemes: {},
  context: () => ({}),
  log: { error: (details: object, message: string) => void logged.push({ ...details, message }) },
}

const server = createServer(createApi(options))
const viaFetch = createFetchApi(options)
let origin = ''

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => server.close().closeAllConnections())

afterEach(() => {
  logged.length = 0
})

/** The body of a reply, from a server and from a fetch-style one. */
async function get(path: string, method = 'GET'): Promise<unknown[]> {
  const answers = [await fetch(origin + path, { method }), await viaFetch(new Request(origin + path, { method }))]
  const [one, other] = await Promise.all(
    answers.map(async (got) => [
      got.status,
      got.headers.get('content-type'),
      got.headers.get('content-length'),
      Buffer.from(await got.arrayBuffer()).toString('latin1'),
    ]),
  )
  expect(other?.toSpliced(2, 1)).toEqual(one?.toSpliced(2, 1))
  return one ?? []
}

const streamOf =
  (...chunks: readonly Uint8Array[]) =>
  () => ({ body: ReadableStream.from(chunks) })
const bytes = Buffer.of(0, 255)

describe('a reply', () => {
  test.each<[string, string, () => object, unknown[]]>([
    ['text', '/text', () => ({ body: 'é' }), ['text/plain; charset=utf-8', '2', 'Ã©']],
    ['bytes of a Buffer', '/bytes', () => ({ body: bytes }), ['application/octet-stream', '2', '\0\xff']],
    [
      'bytes of a Uint8Array',
      '/bytes',
      () => ({ body: new Uint8Array(bytes) }),
      ['application/octet-stream', '2', '\0\xff'],
    ],
    ['bytes of a Blob', '/bytes', () => ({ body: new Blob([bytes]) }), ['application/octet-stream', '2', '\0\xff']],
    [
      'a stream of a known length',
      '/bytes',
      () => ({ headers: { 'content-length': '2' }, ...streamOf(bytes)() }),
      ['application/octet-stream', '2', '\0\xff'],
    ],
    ['a stream', '/bytes', streamOf(bytes, bytes), ['application/octet-stream', null, '\0\xff\0\xff']],
    [
      'a file of its own type',
      '/image',
      () => ({ body: new Blob([bytes], { type: 'image/png' }) }),
      ['image/png', '2', '\0\xff'],
    ],
    [
      'bytes of a named type',
      '/image',
      () => ({ headers: { 'content-type': 'image/gif' }, body: bytes }),
      ['image/gif', '2', '\0\xff'],
    ],
    ['the first of several types', '/several', () => ({ body: 'a' }), ['text/csv; charset=utf-8', '1', 'a']],
    [
      'the first that can carry it',
      '/several',
      () => ({ body: { a: 1 } }),
      ['application/json; charset=utf-8', '7', '{"a":1}'],
    ],
    [
      'the type that is named',
      '/several',
      () => ({ headers: { 'Content-Type': 'application/xml' }, body: '<a/>' }),
      ['application/xml; charset=utf-8', '4', '<a/>'],
    ],
    [
      'JSON where events are documented, too',
      '/events',
      () => ({ body: { a: 1 } }),
      ['application/json; charset=utf-8', '7', '{"a":1}'],
    ],
    [
      'without members that are for requests alone',
      '/user',
      () => ({ body: [{ owner: { name: 'a' } }] }),
      ['application/json; charset=utf-8', '24', '[{"owner":{"name":"a"}}]'],
    ],
    [
      'a form, with lists as repeated fields and objects as JSON',
      '/form',
      () => ({ body: { a: 'é b', n: [1, { x: null }], o: { y: [true] }, none: null, no: undefined, at: new Date(0) } }),
      [
        'application/x-www-form-urlencoded; charset=utf-8',
        '98',
        'a=%C3%A9+b&n=1&n=%7B%22x%22%3Anull%7D&o=%7B%22y%22%3A%5Btrue%5D%7D&at=1970-01-01T00%3A00%3A00.000Z',
      ],
    ],
    [
      'a list in a header',
      '/many',
      () => ({ headers: { 'X-Many': '1, 2' }, body: 1 }),
      ['application/json; charset=utf-8', '1', '1'],
    ],
  ])('%s', async (_what, path, make, expected) => {
    const got: unknown[] = []
    for (const method of ['GET', 'HEAD']) {
      // A stream can be sent once.
      const made = make()
      reply = made
      if (!Object.values(made).some((value) => value instanceof ReadableStream)) got.push(await get(path, method))
      else {
        const sent = await fetch(origin + path, { method })
        got.push([
          sent.status,
          sent.headers.get('content-type'),
          sent.headers.get('content-length'),
          Buffer.from(await sent.arrayBuffer()).toString('latin1'),
        ])
      }
    }

    expect(got).toEqual([
      [200, ...expected],
      [200, ...expected.slice(0, 2), ''],
    ])
    expect(logged).toEqual([])
  })

  test.each<[string, string, object, string]>([
    [
      'text that breaks its schema',
      '/text',
      { body: '123456789' },
      'The body must NOT have more than 8 characters (maxLength)',
    ],
    ['an object for text', '/text', { body: { a: 1 } }, 'The body must be string (type)'],
    ['a text for an object of a range', '/range', { body: 'x' }, 'The body must be object (type)'],
    ['a text for bytes', '/image', { body: 'x' }, 'The body has no media type that is documented'],
    ['bytes of no type in a range', '/image', { body: bytes }, 'The body has no media type that is documented'],
    [
      'a type that is not documented',
      '/several',
      { headers: { 'Content-Type': 'text/html' }, body: 'a' },
      'The body has no media type that is documented',
    ],
    ['bytes for JSON', '/user', { body: bytes }, 'The body is bytes where json is documented'],
    [
      'a required member that is missing',
      '/user',
      { body: [{ owner: {} }] },
      "The body/0/owner must have required property 'name' (required)",
    ],
    [
      'a list in a header that is too long',
      '/many',
      { headers: { 'X-Many': '1,2,3' }, body: 1 },
      'The header "X-Many" must NOT have more than 2 items (maxItems)',
    ],
  ])('does not leave with %s', async (_what, path, made, deviation) => {
    reply = made

    expect((await get(path)).slice(0, 2)).toEqual([500, 'application/json; charset=utf-8'])
    expect(logged[0]).toMatchObject({ deviation, message: 'the reply breaks the contract' })
  })

  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic

  test.each<[string, object, string]>([
    ['a header value', { headers: { 'X-Name': 'Price €, secret' }, body: 1 }, 'The header "X-Name" cannot be sent'],
    [
      'a line of a header',
      { headers: { 'Set-Cookie': ['a=1', 'secret\n'] }, body: 1 },
      'The header "Set-Cookie" cannot be sent',
    ],
    ['a header name', { headers: { 'X Name': 'secret' }, body: 1 }, 'The header "X Name" cannot be sent'],
    ['a header without a value', { headers: { 'X-Name': undefined }, body: 1 }, 'The header "X-Name" cannot be sent'],
    ['a BigInt', { body: { a: 1n } }, 'Do not know how to serialize a BigInt'],
    ['a cycle', { body: cyclic }, 'Converting circular structure to JSON'],
    ['a function', { body: () => 1 }, 'The body cannot be written as JSON: it is a function'],
    [
      'a low status',
      { status: 99, body: 1 },
      'The status 99 cannot be sent: a final status is a number from 200 to 599',
    ],
    ['an interim status', { status: 101, body: 1 }, 'The status 101 cannot be sent'],
    ['a high status', { status: 600, body: 1 }, 'The status 600 cannot be sent'],
  ])('with %s that cannot be sent is a 500 in the form of the API', async (_what, made, message) => {
    reply = made

    expect(await get('/any')).toEqual([500, 'application/json; charset=utf-8', '22', '{"error":"unexpected"}'])
    expect(logged).toMatchObject([
      { operation: 'any', err: { message: expect.stringContaining(message) }, message: 'the reply cannot be sent' },
      { operation: 'any', err: { message: expect.stringContaining(message) }, message: 'the reply cannot be sent' },
    ])
    expect(inspect(logged)).not.toContain('secret')
  })

  test('with a list for a form cannot be sent', async () => {
    reply = { body: [1] }

    expect((await get('/form')).slice(0, 2)).toEqual([500, 'application/json; charset=utf-8'])
    expect(logged[0]).toMatchObject({ err: { message: 'The body cannot be written as a form: it is not an object' } })
  })

  test('that is an event stream goes out as one, where JSON is documented as well', async () => {
    reply = {
      stream: (sink: { write(text: string): void; end(): void }) => {
        sink.write('data: 1\n\n')
        sink.end()
        return () => {}
      },
    }

    expect(await get('/events')).toEqual([200, 'text/event-stream; charset=utf-8', null, 'data: 1\n\n'])
  })
})

describe('a stream', () => {
  /** One chunk, and then nothing until it ends or fails. */
  function open(): { readonly ended: Promise<unknown>; fail(error: Error): void } {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(own) {
        controller = own
        own.enqueue(bytes)
      },
      cancel: resolve,
    })
    reply = { body }
    return { ended: promise, fail: (failure) => controller?.error(failure) }
  }

  async function begun(): Promise<IncomingMessage> {
    const asked = request(`${origin}/bytes`, { agent: false }).end()
    const [got] = (await once(asked, 'response')) as [IncomingMessage]
    await once(got, 'readable')
    return got
  }

  test('that breaks off takes the connection along, and the log says why', async () => {
    const source = open()
    const got = await begun()
    const failure = textOf(got).catch((error: Error & { code?: string }) => error.code)
    source.fail(new Error('The disk is gone'))

    expect(await failure).toBe('ECONNRESET')
    expect(logged).toMatchObject([{ err: { message: 'The disk is gone' }, message: 'the body of a reply broke off' }])
  })

  test('that gives anything but bytes breaks off', async () => {
    reply = { body: ReadableStream.from([{ a: 1 }]) }

    await expect(fetch(`${origin}/bytes`).then((got) => got.bytes())).rejects.toThrow(TypeError)
    expect(logged).toMatchObject([{ err: { message: 'A stream of a reply gave a chunk that is not a Uint8Array' } }])
  })

  test('is cancelled when its reader goes away', async () => {
    const source = open()
    const got = await begun()
    got.destroy()

    await source.ended
    expect(logged).toEqual([])
  })

  test('is cancelled for HEAD', async () => {
    const source = open()
    await fetch(`${origin}/bytes`, { method: 'HEAD' })

    await source.ended
    expect(logged).toEqual([])
  })

  test('of a fetch-style API fails and is cancelled like any other', async () => {
    const failing = open()
    const failed = (await viaFetch(new Request(`${origin}/bytes`))).bytes().catch((error: Error) => error.message)
    failing.fail(new Error('The disk is gone'))
    const left = open()
    await (await viaFetch(new Request(`${origin}/bytes`))).body?.cancel()
    await left.ended
    const aborted = open()
    const controller = new AbortController()
    const cut = await viaFetch(new Request(`${origin}/bytes`, { signal: controller.signal }))
    const body = cut.bytes().catch((error: Error) => error.name)
    controller.abort()
    await aborted.ended

    expect(await body).toBe('AbortError')
    expect(await failed).toBe('The disk is gone')
    expect(logged).toMatchObject([{ message: 'the body of a reply broke off' }])
  })
})
