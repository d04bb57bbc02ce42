import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { watchedPlace } from '../traffic/place.ts'
import { answer, ok, sketched } from './contracts.ts'

const bearer = { type: 'http', scheme: 'bearer' }
const closed = [{ bearer: [] }]
const failure = {
  type: 'object',
  properties: {
    status: { type: 'integer' },
    code: { type: 'string' },
    message: { type: 'string' },
    data: { type: 'object', properties: { error: { type: 'string' } } },
  },
}
const refused = { type: 'object', properties: { detail: { type: 'string' } } }
const taking = (...statuses: string[]) => ({
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      },
    },
  },
  responses: { ...ok, ...Object.fromEntries(statuses.map((status) => [status, { description: 'No' }])) },
})

const refusals = sketched('refusals', {
  schemes: { bearer },
  operations: {
    'GET /example': {
      security: closed,
      responses: { ...ok, '401': answer({ schema: failure, example: { message: 'Who are you?' } }) },
    },
    'GET /examples': {
      security: closed,
      responses: { ...ok, '401': answer({ examples: { none: {}, first: { value: { message: 'First' } } } }) },
    },
    'GET /schema': { security: closed, responses: { ...ok, '401': answer({ schema: failure }) } },
    'GET /range': { security: closed, responses: { ...ok, '4XX': answer({ schema: refused }) } },
    'GET /default': { security: closed, responses: { ...ok, default: answer({ schema: refused }) } },
    'GET /all': { security: closed, responses: { default: answer({ schema: refused }) } },
    'GET /other': {
      security: closed,
      responses: { ...ok, '404': answer({ schema: failure, example: { message: 'No such order' } }) },
    },
    'GET /strict': {
      security: closed,
      responses: {
        ...ok,
        '401': answer({
          schema: { type: 'object', properties: { status: { const: 7 }, message: { type: 'string', enum: ['no'] } } },
        }),
      },
    },
    'GET /nothing': { security: closed },
    'GET /empty': { security: closed, responses: { ...ok, '401': { description: 'No' } } },
    'GET /text': { security: closed, responses: { ...ok, '401': answer({ example: 'go away' }, 'text/plain') } },
    'GET /problem': {
      security: closed,
      responses: {
        ...ok,
        '401': answer(
          { schema: { type: 'object', properties: { status: { type: 'integer' }, title: { type: 'string' } } } },
          'application/problem+json',
        ),
      },
    },
    'GET /headers': {
      security: closed,
      responses: {
        ...ok,
        '401': {
          description: 'No',
          headers: {
            'www-authenticate': { required: true, schema: { type: 'string' }, example: 'Other' },
            'X-Request-Id': { required: true, schema: { type: 'string' }, example: 'r-1' },
            'Content-Length': { required: true, schema: { type: 'integer' }, example: 3 },
            'X Odd': { required: true, schema: { type: 'string' }, example: 'odd' },
          },
        },
      },
    },
    'POST /both': taking('400', '422'),
    'POST /400': taking('400'),
    'POST /422': taking('422'),
    'POST /neither': taking(),
    'GET /__proto__': {
      security: closed,
      responses: { ...ok, '401': answer({ example: JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }') }) },
    },
  },
})

const answers = sketched('answers', {
  operations: {
    'GET /example': { responses: { '200': answer({ schema: { type: 'object' }, example: { id: 7 } }) } },
    'GET /sample': {
      responses: {
        '200': answer({
          schema: { type: 'object', required: ['id'], properties: { id: { type: 'integer', example: 9 } } },
        }),
      },
    },
    'GET /created': {
      responses: { '404': answer({}), '201': { description: 'Made' }, '202': answer({ example: {} }) },
    },
    'GET /moved': {
      responses: {
        '302': {
          description: 'Elsewhere',
          headers: { Location: { schema: { type: 'string' }, example: 'https://shop.example.com/' } },
        },
        '404': answer({}),
        default: answer({ example: { error: 'x' } }),
      },
    },
    'GET /default': { responses: { default: answer({ example: { any: true } }) } },
    'GET /refused': { responses: { '404': answer({ example: {} }) } },
    'GET /range': { responses: { '2XX': answer({ example: { range: true } }) } },
    'GET /nonsense': {
      responses: { '20X': answer({ example: {} }), '2000': answer({ example: {} }), 'x-other': answer({}) },
    },
    'GET /text': { responses: { '200': answer({ example: 'plain' }, 'text/plain') } },
    'GET /html': { responses: { '200': answer({ example: '<p>hi</p>' }, 'text/html') } },
    'GET /bytes': { responses: { '200': answer({ example: 'abc' }, 'application/pdf') } },
    'GET /unsendable': { responses: { '200': answer({ example: {} }, 'application/json\n') } },
    'GET /any': { responses: { '200': answer({ example: { any: 1 } }, '*/*') } },
    'GET /both': {
      responses: {
        '200': {
          description: 'Either',
          content: { 'text/csv': { example: 'a,b' }, 'application/json': { example: { a: 1 } } },
        },
      },
    },
    'GET /stream': { responses: { '200': answer({ example: { tick: 1 } }, 'text/event-stream') } },
    'GET /events': { responses: { '200': answer({ example: 'event: a\ndata: b' }, 'text/event-stream') } },
    'GET /faulty': {
      responses: { '200': answer({ schema: { type: 'object', required: ['id'] }, example: { name: 'no id' } }) },
    },
    'GET /null': { responses: { '200': answer({ schema: { type: 'null' } }) } },
    'GET /endless': {
      responses: {
        '200': answer({
          schema: {
            type: 'object',
            properties: { a: { $ref: '#/paths/~1endless/get/responses/200/content/application~1json/schema' } },
          },
        }),
      },
    },
    'GET /headers': {
      responses: {
        '200': {
          description: 'With headers',
          headers: {
            'X-Total': { required: true, schema: { type: 'integer' }, example: 3 },
            'X-Maybe': { schema: { type: 'string' }, example: 'left out' },
            'X-Line': { required: true, schema: { type: 'string' }, example: 'a\nb' },
            'content-length': { required: true, schema: { type: 'integer' }, example: 1 },
            'Transfer-Encoding': { required: true, schema: { type: 'string' }, example: 'chunked' },
            Connection: { required: true, schema: { type: 'string' }, example: 'close' },
            'access-control-allow-origin': {
              required: true,
              schema: { type: 'string' },
              example: 'https://vendor.example',
            },
            'X Odd': { required: true, schema: { type: 'string' }, example: 'odd' },
          },
          content: { 'application/json': { example: { ok: true } } },
        },
      },
    },
    'HEAD /example': { responses: { '200': { description: 'Is there' } } },
    'GET /__proto__/{constructor}': {
      parameters: [{ name: 'constructor', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { '200': answer({ example: { found: true } }) },
    },
    'POST /file': {
      requestBody: { content: { 'application/pdf': {} } },
      responses: { '200': answer({ example: { taken: true } }) },
    },
  },
})

let server: TestServer
/** A world for what changes nothing. */
let shared: Place

beforeAll(async () => {
  server = await startTestServer({ ownApis: [refusals.api, answers.api] })
  shared = newPlace(server)
})

afterAll(() => server.stop())

describe('a refusal', () => {
  const refusal = async (path: string) => {
    const got = await shared.send('GET', `/refusals/${path}`)
    return [got.status, got.header('content-type'), got.json ?? got.text]
  }
  const json = 'application/json; charset=utf-8'
  const problem = 'application/problem+json; charset=utf-8'

  test.each<[path: string, type: string | undefined, body: unknown]>([
    ['example', json, { message: 'Who are you?' }],
    ['examples', json, { message: 'First' }],
    ['schema', json, { status: 401, code: 'string', message: 'Unauthorized', data: { error: 'Unauthorized' } }],
    ['range', json, { detail: 'Unauthorized' }],
    ['default', json, { detail: 'Unauthorized' }],
    ['all', problem, { title: 'Unauthorized', status: 401 }],
    ['other', json, { status: 401, code: 'string', message: 'Unauthorized', data: { error: 'Unauthorized' } }],
    ['nothing', problem, { title: 'Unauthorized', status: 401 }],
    ['empty', undefined, ''],
    ['text', 'text/plain; charset=utf-8', 'go away'],
    ['problem', problem, { title: 'Unauthorized', status: 401 }],
    ['__proto__', json, JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }')],
  ])('%s', async (path, type, body) => {
    expect(await refusal(path)).toEqual([401, type, body])
  })

  test('says its status even where its schema does not allow that', async () => {
    const got = await shared.send('GET', '/refusals/strict')
    expect([got.status, got.json]).toEqual([401, { status: 401, message: 'no' }])
  })

  test('has the documented headers that HTTP leaves to the API, and its own challenge', async () => {
    const got = await shared.send('GET', '/refusals/headers')
    expect([got.status, got.text, got.header('x-request-id'), got.all('www-authenticate')]).toEqual([
      ...[401, '', 'r-1'],
      ['Bearer realm="refusals"'],
    ])
  })

  test.each([
    ['both', 400],
    ['400', 400],
    ['422', 422],
    ['neither', 400],
  ])('of an invalid request has the documented status: %s', async (path, status) => {
    for (const sent of [{ json: {} }, { raw: { type: 'application/json', body: '{' } }] as readonly Sent[])
      expect((await shared.send('POST', `/refusals/${path}`, sent)).status).toBe(status)
  })

  test.each<[string, string, Sent, number]>([
    ['GET', '/unknown', {}, 404],
    ['DELETE', '/example', {}, 405],
    ['POST', '/neither', { raw: { type: 'text/plain', body: 'x' } }, 415],
    ['POST', '/neither', { raw: { type: 'application/json', body: 'x'.repeat(1_048_577) } }, 413],
  ])('is a problem document where nothing is documented: %s %s', async (method, path, sent, status) => {
    const got = await shared.send(method, `/refusals${path}`, sent)
    expect([got.status, got.header('content-type'), got.json]).toEqual([
      status,
      problem,
      expect.objectContaining({ status }),
    ])
  })

  test('of a body says what is wrong', async () => {
    const got = await shared.send('POST', '/refusals/neither', { json: {} })
    expect(got.json).toMatchObject({ title: 'Bad Request', status: 400, detail: expect.stringContaining('name') })
  })
})

describe('an answer', () => {
  test.each<[path: string, status: number, type: string | undefined, body: unknown]>([
    ['example', 200, 'application/json; charset=utf-8', { id: 7 }],
    ['sample', 200, 'application/json; charset=utf-8', { id: 9 }],
    ['created', 201, undefined, ''],
    ['moved', 302, undefined, ''],
    ['default', 200, 'application/json; charset=utf-8', { any: true }],
    ['refused', 204, undefined, ''],
    ['range', 200, 'application/json; charset=utf-8', { range: true }],
    ['nonsense', 204, undefined, ''],
    ['text', 200, 'text/plain; charset=utf-8', 'plain'],
    ['html', 200, 'text/html; charset=utf-8', '<p>hi</p>'],
    ['bytes', 200, 'application/pdf', 'abc'],
    ['unsendable', 200, undefined, ''],
    ['any', 200, 'application/json; charset=utf-8', { any: 1 }],
    ['both', 200, 'application/json; charset=utf-8', { a: 1 }],
    ['stream', 200, 'text/event-stream; charset=utf-8', 'data: {"tick":1}\n\n'],
    ['events', 200, 'text/event-stream; charset=utf-8', 'event: a\ndata: b\n\n'],
    ['null', 200, 'application/json; charset=utf-8', null],
    ['__proto__/toString', 200, 'application/json; charset=utf-8', { found: true }],
  ])('%s', async (path, status, type, body) => {
    const got = await shared.send('GET', `/answers/${path}`)
    const shown = type?.startsWith('application/json') ? got.json : got.text
    expect([got.status, got.header('content-type'), shown]).toEqual([status, type, body])
  })

  test('of a schema that contains itself ends', async () => {
    expect((await shared.send('GET', '/answers/endless')).status).toBe(200)
  })

  test('that leads elsewhere says where', async () => {
    expect((await shared.send('GET', '/answers/moved')).header('location')).toBe('https://shop.example.com/')
  })

  test('is sent as documented if it breaks its schema, and the traffic says so', async () => {
    const { place, last } = await watchedPlace(server)
    const got = await place.send('GET', '/answers/faulty')
    expect([got.status, got.json, got.header('content-type')]).toEqual([
      200,
      { name: 'no id' },
      'application/json; charset=utf-8',
    ])
    expect(JSON.stringify(await last())).toContain("must have required property 'id'")
  })

  test('has the required headers, but for those that HTTP sets', async () => {
    const got = await shared.send('GET', '/answers/headers')
    expect([got.status, got.json, got.header('x-total'), got.header('x-maybe'), got.header('x-line')]).toEqual([
      ...[200, { ok: true }, '3', undefined, undefined],
    ])
    expect(got.all('content-length')).toEqual(['11'])
    expect([got.all('transfer-encoding'), got.all('connection')]).toEqual([[], ['keep-alive']])
    expect(got.all('access-control-allow-origin')).toEqual(['*'])
  })

  test('is given to HEAD, and to query parameters that are not documented', async () => {
    const place = shared
    expect((await place.send('HEAD', '/answers/example')).status).toBe(200)
    expect((await place.send('GET', '/answers/example?page=2&sort%5Bby%5D=name')).status).toBe(200)
  })

  test('is given to a body of any type that is documented, up to a megabyte', async () => {
    const send = (size: number) =>
      shared.send('POST', '/answers/file', { raw: { type: 'application/pdf', body: 'x'.repeat(size) } })
    expect([(await send(1_048_576)).status, (await send(1_048_577)).status]).toEqual([200, 413])
  })
})
