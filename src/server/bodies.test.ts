import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createApi, createFetchApi, describeViolations, type RefusalForm } from './index.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const binary = { type: 'string', format: 'binary' }
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required })
const json = (schema: object) => ({ 'application/json': { schema } })
const error = { description: 'An error', content: json(object({ error: text }, 'error')) }
const problems = { 400: error, 413: error, 415: error }
const any = { 200: { description: 'What was read', content: json({}) }, ...problems }
const operation = (operationId: string, content: object, required?: boolean) => ({
  post: { operationId, requestBody: { ...(required !== undefined && { required }), content }, responses: any },
})
const answering = (operationId: string, content: object, more: object = {}) => ({
  get: { operationId, responses: { 200: { description: 'An answer', content, ...more } } },
})

const user = { $ref: '#/components/schemas/User' }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Bodies', version: '1' },
  paths: {
    '/media': operation(
      'media',
      {
        'application/json': { schema: object({ a: integer }, 'a') },
        'application/*+json': { schema: object({ b: integer }, 'b') },
        'application/x-www-form-urlencoded': {
          schema: object({ c: integer, list: { type: 'array', items: text } }, 'c'),
        },
        'text/*': { schema: { ...text, maxLength: 8 } },
        'application/xml': { schema: object({ x: text }) },
        'image/*': { schema: binary },
      },
      true,
    ),
    '/optional': operation('optional', { ...json(object({ a: integer })), 'text/plain': { schema: text } }),
    '/anything': operation('anything', { '*/*': { schema: binary } }, true),
    '/upload': operation(
      'upload',
      {
        'multipart/form-data': {
          schema: object(
            {
              file: { ...binary, minLength: 1_000, pattern: '^x$' },
              files: { type: 'array', items: binary, maxItems: 2 },
              note: { ...text, maxLength: 3 },
              sizes: { type: 'array', items: integer },
              meta: { $ref: '#/components/schemas/Meta' },
              kind: { ...text, default: 'plain' },
            },
            'file',
          ),
        },
      },
      true,
    ),
    '/text': answering('text', { 'text/plain': { schema: { ...text, maxLength: 8 } } }),
    '/bytes': answering('bytes', { 'application/octet-stream': { schema: binary } }),
    '/image': answering('image', { 'image/*': {} }),
    '/several': answering('several', {
      'text/csv': { schema: text },
      'application/json': { schema: object({ a: integer }) },
      'application/xml': { schema: object({ a: integer }) },
    }),
    '/events': answering('events', { 'text/event-stream': { schema: text }, ...json(object({ a: integer })) }),
    '/user': answering('user', json({ type: 'array', items: object({ owner: user }) }), {
      headers: { 'content-type': { required: true, schema: { const: 'x/y' } } },
    }),
    '/users': {
      post: { operationId: 'addUser', requestBody: { required: true, content: json(user) }, responses: any },
    },
    '/many': answering('many', json({}), {
      headers: { 'X-Many': { schema: { type: 'array', items: integer, maxItems: 2 } } },
    }),
  },
  components: {
    schemas: {
      Meta: object({ x: integer }, 'x'),
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
        ],
        required: ['pin'],
      },
      Pin: { ...integer, writeOnly: true },
    },
  },
}

const form: RefusalForm = {
  invalidStatus: 400,
  body: (refusal) => ({
    error: refusal.refusal === 'invalid' ? describeViolations(refusal.violations) : refusal.refusal,
  }),
}

interface Asked {
  readonly body: unknown
  readonly header: { readonly 'content-type'?: string }
}

/** What a handler got, in words. */
async function told(value: unknown): Promise<unknown> {
  if (value instanceof File) return `file ${value.name} ${value.type} ${value.size}`
  if (value instanceof Blob) return `bytes ${value.type} ${[...(await value.bytes())]}`
  if (Array.isArray(value)) return Promise.all(value.map(told))
  if (typeof value !== 'object' || value === null) return value ?? 'nothing'
  const members = Object.entries(value).map(async ([name, member]) => [name, await told(member)])
  return Object.fromEntries(await Promise.all(members))
}

const tell = async ({ body, header }: Asked) => ({
  status: 200,
  body: [header['content-type'] ?? '', await told(body)],
})

let reply: object = {}
const answer = () => ({ status: 200, ...reply })
const handlers = {
  ...{ media: tell, optional: tell, anything: tell, upload: tell, addUser: tell },
  ...{ text: answer, bytes: answer, image: answer, several: answer, events: answer, user: answer, many: answer },
}
const logged: { readonly deviation?: string; readonly message: string }[] = []
const options = {
  contract,
  form,
  handlers,
  schemes: {},
  context: () => ({}),
  bodyLimit: 2_000,
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

const urlencoded = 'application/x-www-form-urlencoded'

async function post(path: string, body?: RequestInit['body'], type?: string): Promise<unknown> {
  const sent = await fetch(origin + path, {
    method: 'POST',
    body: body ?? null,
    headers: type ? { 'Content-Type': type } : {},
  })
  return [sent.status, await sent.json()]
}

describe('a request body', () => {
  const bytes = Buffer.of(0, 255)
  const refused = (message: string) => [400, { error: message }]

  test.each<[string, string, RequestInit['body'], string | undefined, unknown]>([
    ['JSON', '/media', '{"a":1}', 'application/json', [200, ['application/json', { a: 1 }]]],
    ['+json, by its own schema', '/media', '{"b":1}', 'application/x+json', [200, ['application/x+json', { b: 1 }]]],
    ['+json that breaks it', '/media', '{"a":1}', 'application/x+json', refused('body.b is required')],
    ['a form', '/media', 'c=1&list=x', urlencoded, [200, [urlencoded, { c: 1, list: ['x'] }]]],
    ['a form with a word for a number', '/media', 'c=x', urlencoded, refused('body.c must be integer')],
    ['text of a range', '/media', 'ä,b', 'text/csv', [200, ['text/csv', 'ä,b']]],
    ['text that is too long', '/media', '123456789', 'text/csv', refused('body is too long: at most 8 characters')],
    ['no text', '/media', '', 'text/csv', [200, ['text/csv', '']]],
    ['XML', '/media', '<x/>', 'application/xml; charset=utf-8', [200, ['application/xml', '<x/>']]],
    ['an image', '/media', bytes, 'image/png', [200, ['image/png', 'bytes image/png 0,255']]],
    ['an empty image', '/media', '', 'image/png', [200, ['image/png', 'bytes image/png ']]],
    ['another media type', '/media', 'x', 'audio/mpeg', [415, { error: 'media-type' }]],
    [
      'JSON in another charset',
      '/media',
      '{"a":1}',
      'application/json; charset=latin1',
      [415, { error: 'media-type' }],
    ],
    ['none where one is required', '/media', undefined, 'application/json', refused('body is required')],
    ['one that is optional', '/optional', '{"a":1}', 'application/json', [200, ['application/json', { a: 1 }]]],
    ['none where it is optional', '/optional', undefined, undefined, [200, ['', 'nothing']]],
    ['none of a type that nobody takes', '/optional', undefined, 'audio/mpeg', [200, ['', 'nothing']]],
    ['one of such a type', '/optional', 'x', 'audio/mpeg', [415, { error: 'media-type' }]],
    ['an optional one that is wrong', '/optional', '{"a":"1"}', 'application/json', refused('body.a must be integer')],
    ['anything', '/anything', bytes, 'x/y; charset=none', [200, ['x/y', 'bytes x/y; charset=none 0,255']]],
    ['anything of no type', '/anything', bytes, undefined, [200, ['', 'bytes  0,255']]],
    ['nothing of no type', '/anything', undefined, undefined, refused('body is required')],
    ['bytes that are too many', '/anything', Buffer.alloc(2_001), 'x/y', [413, { error: 'too-large' }]],
    [
      'a member that is only for requests',
      '/users',
      '{"name":"a","password":"p","pin":1}',
      'application/json',
      expect.arrayContaining([200]),
    ],
    ['without it', '/users', '{"name":"a","pin":1}', 'application/json', refused('body.password is required')],
  ])('%s', async (_what, path, body, type, expected) => {
    expect(await post(path, body, type)).toEqual(expected)
    expect(logged).toEqual([])
  })

  const file = new File([bytes], 'a.png', { type: 'image/png' })
  const shown = 'file a.png image/png 2'

  test.each<[string, readonly (readonly [string, string | File])[], unknown]>([
    [
      'files, texts, lists and JSON',
      [
        ['file', file],
        ['files', file],
        ['note', 'ä'],
        ['sizes', '1'],
        ['sizes', '2'],
        ['meta', '{"x":1}'],
      ],
      [
        200,
        [
          'multipart/form-data',
          { file: shown, files: [shown], note: 'ä', sizes: [1, 2], meta: { x: 1 }, kind: 'plain' },
        ],
      ],
    ],
    ['without a file that is required', [['note', 'ä']], refused('body.file is required')],
    [
      'with a text that is too long',
      [
        ['file', file],
        ['note', 'text'],
      ],
      refused('body.note is too long: at most 3 characters'),
    ],
    [
      'with a file for a text',
      [
        ['file', file],
        ['note', file],
      ],
      refused('body.note must be a text field, not a file'),
    ],
    [
      'with a word in a list of numbers',
      [
        ['file', file],
        ['sizes', 'x'],
      ],
      refused('body.sizes.0 must be integer'),
    ],
    [
      'with JSON that breaks its schema',
      [
        ['file', file],
        ['meta', '{}'],
      ],
      refused('body.meta.x is required'),
    ],
    [
      'with files that are too many',
      [
        ['file', file],
        ['files', file],
        ['files', file],
        ['files', file],
      ],
      refused('body.files has too many items: at most 2 items'),
    ],
  ])('parts %s', async (_what, fields, expected) => {
    const parts = new FormData()
    for (const [name, value] of fields) parts.append(name, value)

    expect(await post('/upload', parts)).toEqual(expected)
    expect(logged).toEqual([])
  })
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
    ['JSON beside events', '/events', () => ({ body: { a: 1 } }), ['application/json; charset=utf-8', '7', '{"a":1}']],
    [
      'without members that are for requests alone',
      '/user',
      () => ({ body: [{ owner: { name: 'a' } }] }),
      ['application/json; charset=utf-8', '24', '[{"owner":{"name":"a"}}]'],
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
  /** One chunk, and then nothing until it is told how to end. */
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

  test('is cancelled when its reader goes away', async () => {
    const source = open()
    const got = await begun()
    got.destroy()

    await source.ended
    expect(logged).toEqual([])
  })

  test('is cancelled when nobody asked for the body', async () => {
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

    expect(await failed).toBe('The disk is gone')
    expect(logged).toMatchObject([{ message: 'the body of a reply broke off' }])
  })
})
