import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createFetchApi, describeViolations } from './index.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const binary = { type: 'string', format: 'binary' }
const object = (properties: object, ...required: string[]) => ({ type: 'object', properties, required })
const json = (schema: object) => ({ 'application/json': { schema } })
const error = { description: 'An error', content: json(object({ error: text }, 'error')) }
const responses = { 200: { description: 'What was read', content: json({}) }, 400: error, 413: error, 415: error }
const operation = (operationId: string, content: object, required?: boolean) => ({
  post: { operationId, requestBody: { ...(required !== undefined && { required }), content }, responses },
})

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
          schema: object({ c: integer, list: { type: 'array', items: text }, file: binary }, 'c'),
        },
        'text/*': { schema: { ...text, maxLength: 8 } },
        'application/xml': { schema: object({ x: text }) },
        'image/*': { schema: binary },
        'multipart/mixed': { schema: object({ a: integer }, 'a') },
        'application/pdf': { schema: text },
      },
      true,
    ),
    '/optional': operation('optional', { ...json(object({ a: integer })), 'text/plain': { schema: text } }),
    '/anything': operation('anything', { '*/*': { schema: binary } }, true),
    '/range': operation('range', { '*/*': { schema: object({ a: integer }, 'a') } }, true),
    '/upload': operation(
      'upload',
      {
        'multipart/form-data': {
          schema: object(
            {
              file: { ...binary, minLength: 1_000, pattern: '^x$' },
              files: { type: 'array', items: binary, maxItems: 2, uniqueItems: true },
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
    '/users': operation('addUser', json(object({ password: { ...text, writeOnly: true } }, 'password')), true),
  },
  components: { schemas: { Meta: object({ x: integer }, 'x') } },
}

interface Asked {
  readonly body: unknown
  readonly header: { readonly 'content-type'?: string }
}

/** What a handler got, in words. */
async function inWords(value: unknown): Promise<unknown> {
  if (value instanceof File) return `file ${value.name} ${value.type} ${value.size}`
  if (value instanceof Blob) return `bytes ${value.type} ${[...(await value.bytes())]}`
  if (Array.isArray(value)) return Promise.all(value.map(inWords))
  if (typeof value !== 'object' || value === null) return value ?? 'nothing'
  const members = Object.entries(value).map(async ([name, member]) => [name, await inWords(member)])
  return Object.fromEntries(await Promise.all(members))
}

const echo = async ({ body, header }: Asked) => ({
  status: 200,
  body: [header['content-type'] ?? '', await inWords(body)],
})

const logged: object[] = []
const api = createFetchApi({
  contract,
  form: {
    invalidStatus: 400,
    body: (refusal) => ({
      error: refusal.refusal === 'invalid' ? describeViolations(refusal.violations) : refusal.refusal,
    }),
  },
  handlers: { range: echo, media: echo, optional: echo, anything: echo, upload: echo, addUser: echo },
  schemes: {},
  context: () => ({}),
  bodyLimit: 2_000,
  log: { error: (details: object) => void logged.push(details), warn: () => {} },
})

afterEach(() => {
  logged.length = 0
})

const urlencoded = 'application/x-www-form-urlencoded'

async function post(path: string, body?: RequestInit['body'], type?: string): Promise<unknown> {
  const headers = type ? { 'Content-Type': type } : {}
  const sent = await api(new Request(`http://localhost${path}`, { method: 'POST', body: body ?? null, headers }))
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
    ['a form with bytes', '/media', 'c=1&file=ab', urlencoded, [200, [urlencoded, { c: 1, file: 'file blob  2' }]]],
    ['text of a range', '/media', 'ä,b', 'text/csv', [200, ['text/csv', 'ä,b']]],
    ['text that is too long', '/media', '123456789', 'text/csv', refused('body is too long: at most 8 characters')],
    ['no text', '/media', '', 'text/csv', [200, ['text/csv', '']]],
    ['XML', '/media', '<x/>', 'application/xml; charset=utf-8', [200, ['application/xml', '<x/>']]],
    ['an image', '/media', bytes, 'image/png', [200, ['image/png', 'bytes image/png 0,255']]],
    ['an empty image', '/media', '', 'image/png', [200, ['image/png', 'bytes image/png ']]],
    ['parts', '/media', bytes, 'multipart/mixed', [200, ['multipart/mixed', 'bytes multipart/mixed 0,255']]],
    ['a document', '/media', bytes, 'application/pdf', [200, ['application/pdf', 'bytes application/pdf 0,255']]],
    ['an image for an object of any type', '/range', bytes, 'image/png', refused('body is not valid UTF-8')],
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
    ['none, of a type that is not documented', '/optional', undefined, 'audio/mpeg', [200, ['', 'nothing']]],
    ['one of a type that is not documented', '/optional', 'x', 'audio/mpeg', [415, { error: 'media-type' }]],
    ['an optional one that is wrong', '/optional', '{"a":"1"}', 'application/json', refused('body.a must be integer')],
    ['anything', '/anything', bytes, 'x/y; charset=none', [200, ['x/y', 'bytes x/y; charset=none 0,255']]],
    ['anything of no type', '/anything', bytes, undefined, [200, ['', 'bytes  0,255']]],
    ['JSON of a range', '/range', '{"a":1}', 'application/json', [200, ['application/json', { a: 1 }]]],
    ['text where a range has an object', '/range', 'a', 'text/plain', refused('body must be object')],
    ['nothing of no type', '/anything', undefined, undefined, refused('body is required')],
    ['bytes that are too many', '/anything', Buffer.alloc(2_001), 'x/y', [413, { error: 'too-large' }]],
    [
      'a member that is only for requests',
      '/users',
      '{"password":"p"}',
      'application/json',
      [200, ['application/json', { password: 'p' }]],
    ],
    ['without it', '/users', '{}', 'application/json', refused('body.password is required')],
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
    [
      'two files, of which each is another',
      [
        ['file', file],
        ['files', file],
        ['files', file],
      ],
      [200, ['multipart/form-data', { file: shown, files: [shown, shown], kind: 'plain' }]],
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

test('whatever is sent, under whatever type, is the mistake of the client', async () => {
  const type = fc.constantFrom(
    ...['application/json', 'application/x+json', urlencoded, 'multipart/form-data; boundary=b', 'text/csv'],
    ...['image/png', 'text/csv; charset=utf-16', 'application/json; charset=none', '*/*', 'a', '; =', 'text/*'],
  )
  const piece = fc.constantFrom(
    ...[
      '--b\r\n',
      '--b--',
      '\r\n\r\n',
      'Content-Disposition: form-data; name="',
      'file"',
      '; filename="a"',
      'meta',
      'kind',
    ],
    ...[
      '{"a":',
      '1',
      '}',
      '[',
      'c=',
      '&list=',
      'list[',
      '%',
      '%zz',
      '\xff',
      '\0',
      '"',
      '\\u',
      '__proto__',
      'null',
      'sizes=',
    ],
  )
  const body = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'))
  const path = fc.constantFrom('/media', '/optional', '/anything', '/range', '/upload', '/users')
  await fc.assert(
    fc.asyncProperty(path, type, body, async (...asked) => {
      const [status] = (await post(asked[0], asked[2], asked[1])) as [number]

      expect([200, 400, 415]).toContain(status)
      expect(logged).toEqual([])
    }),
    { numRuns: 500 },
  )
})
