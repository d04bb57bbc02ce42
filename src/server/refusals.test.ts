import { describe, expect, test } from 'vitest'
import type { Reply } from '../contract/handler.ts'
import { type Challenges, createFetchApi, type Reading, type Refusal, type RefusalForm } from './index.ts'

const content = (mediaType: string, schema: object = {}) => ({
  description: 'No',
  content: { [mediaType]: { schema } },
})
const empty = { description: 'No' }
const ok = content('application/json')

interface Given {
  readonly responses?: object
  readonly form?: Partial<RefusalForm>
  readonly challenge?: Challenges
  readonly read?: () => Reading<string>
  readonly answer?: () => Reply | Refusal
  readonly security?: readonly object[]
}

const challenge = { scheme: 'Bearer', realm: 'notes' }

/** An API of one operation, and what it logs. */
function api(given: Given = {}) {
  const { responses = {}, form = {}, answer = () => ({ status: 200, body: 1 }) } = given
  const { read = () => ({ caller: 'ada' }), security = [{ key: [] }] } = given
  const logged: object[] = []
  const operation = {
    operationId: 'get',
    security,
    responses: { 200: ok, ...responses },
  }
  const body = { content: { 'application/json': {} } }
  const change = { operationId: 'change', requestBody: body, responses: { 200: ok } }
  const answerOptions = { operationId: 'options', responses: { 200: ok } }
  const send = createFetchApi<object, { key: string }>({
    contract: {
      openapi: '3.1.0',
      info: { title: 'Notes', version: '1' },
      'x-cors': { origins: 'any', credentials: false, requestHeaders: [] },
      paths: {
        '/a': { get: operation },
        '/b': { get: { ...operation, operationId: 'other' }, options: answerOptions, post: change },
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    },
    form: { invalidStatus: 400, body: ({ refusal }) => ({ error: refusal }), ...form },
    handlers: { get: answer, other: answer, options: () => ({ status: 200, body: 'own' }), change: answer },
    bodyLimit: 3,
    schemes: { key: { challenge: given.challenge ?? challenge, read } },
    context: () => ({}),
    log: { error: (details) => void logged.push(details) },
  })
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await send(new Request(`http://notes.example.com${path}`, init))
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text(), answer }
  }
  return { ask, logged }
}

/** A mistake that is found without the validator, which takes a while to compile. */
const wrong = { headers: { 'Sec-Fetch-Mode': 'cors, cors' } }
const json = 'application/json; charset=utf-8'

describe('a mistake of the client is told in its own status, whatever the contract documents', () => {
  const form = { mediaType: 'application/problem+json' }
  const problem = `${form.mediaType}; charset=utf-8`
  const error = '{"error":"invalid"}'
  const schema = { type: 'object', required: ['message'] }

  test.each([
    ['a status without content has none', { 400: empty }, null, '', 0],
    ['so has a range', { '4XX': empty }, null, '', 0],
    ['and a default', { default: empty }, null, '', 0],
    ['a documented body', { 400: content('application/json') }, json, error, 0],
    ['one of a range', { '4XX': content('application/json') }, json, error, 0],
    ['a status that is not documented', {}, problem, error, 1],
    ['a body of another form than the documented one', { 400: content('application/json', schema) }, problem, error, 1],
    ['a value where a text is documented', { 400: content('text/plain') }, problem, error, 1],
    [
      'a header that is missing',
      { 400: { ...content('text/json'), headers: { A: { required: true } } } },
      problem,
      error,
      1,
    ],
  ])('%s', async (_what, responses, type, text, lines) => {
    const { ask, logged } = api({ responses, form })

    expect(await ask('/a', wrong)).toMatchObject({ status: 400, type, text })
    expect(logged.length).toBe(lines)
  })

  test('an undocumented refusal is logged once per operation and status', async () => {
    const { ask, logged } = api({ read: () => ({ fault: 'missing' }), security: [] })
    const unread = api({ read: () => ({ fault: 'missing' }) })
    for (const path of ['/a', '/a', '/b']) await ask(path, wrong)
    for (const path of ['/a', '/a']) await unread.ask(path)

    expect(logged).toEqual([
      { operation: 'get', status: 400, deviation: 'The status 400 of "get" is not documented' },
      { operation: 'other', status: 400, deviation: 'The status 400 of "other" is not documented' },
    ])
    expect(unread.logged).toMatchObject([{ operation: 'get', status: 401 }])
  })

  test('a refusal of a handler, of whatever kind', async () => {
    const refusals: readonly Refusal[] = [
      { refusal: 'invalid', violations: [] },
      { refusal: 'unauthenticated', challenge, fault: 'unknown' },
      { refusal: 'wrong-login' },
      { refusal: 'origin' },
      { refusal: 'forbidden' },
      { refusal: 'not-found' },
      { refusal: 'method', allow: [] },
      { refusal: 'conflict' },
      { refusal: 'too-large', limit: 1 },
      { refusal: 'media-type', accept: [] },
      { refusal: 'misdirected' },
      { refusal: 'throttled', retryAfter: 1 },
      { refusal: 'headers-too-large', limit: 1 },
      { refusal: 'unavailable', retryAfter: 1 },
    ]
    const left = [...refusals]
    const { ask } = api({ answer: () => left.shift() ?? { status: 200 } })
    const answers = []
    for (const { refusal } of refusals) {
      const { status, text } = await ask('/a')
      answers.push(text === `{"error":"${refusal}"}` && status)
    }

    expect(answers).toEqual([400, 401, 401, 403, 403, 404, 405, 409, 413, 415, 421, 429, 431, 503])
  })

  test('a mistake in the body, too', async () => {
    const { ask } = api()
    const statuses = []
    for (const [type, body] of [
      ['a/b', '1'],
      ['application/json', '{'],
      ['application/json', '"ab"'],
    ] as const)
      statuses.push((await ask('/b', { method: 'POST', headers: { 'Content-Type': type }, body })).status)

    expect(statuses).toEqual([415, 400, 413])
  })

  test('a failure of the server has no body either where none is documented, and is logged as what it is', async () => {
    const answer = () => {
      throw new Error('secret')
    }
    const { ask, logged } = api({ answer, responses: { 500: empty } })

    expect(await ask('/a')).toMatchObject({ status: 500, text: '' })
    expect(logged).toMatchObject([{ err: { message: 'secret' } }])
  })
})

test.each<[string, () => unknown]>([
  ['throws', () => BigInt('none')],
  ['returns what JSON cannot have', () => 1n],
])('a form that %s leaves a 500 without a body', async (_what, body) => {
  const { ask, logged } = api({ form: { body } })

  expect(await ask('/a', wrong)).toMatchObject({ status: 500, text: '' })
  expect(logged.at(-1)).toMatchObject({ operation: 'get', err: { message: expect.stringContaining('BigInt') } })
})

describe('refusals that are no JSON', () => {
  const told = (text: string | undefined, mediaType?: string) => ({ body: () => text, ...(mediaType && { mediaType }) })

  test.each([
    ['text in the media type of the form', told('No', 'text/plain'), {}, 'text/plain; charset=utf-8', 'No'],
    ['HTML', told('<p>No</p>', 'text/html'), {}, 'text/html; charset=utf-8', '<p>No</p>'],
    ['XML', told('<no/>', 'application/xml'), {}, 'application/xml; charset=utf-8', '<no/>'],
    ['a charset of its own', told('No', 'text/plain;charset=utf-8'), {}, 'text/plain;charset=utf-8', 'No'],
    [
      'text in the documented media type',
      told('No'),
      { 400: content('text/plain') },
      'text/plain; charset=utf-8',
      'No',
    ],
    [
      'the type of the form among several documented ones',
      told('<no/>', 'application/xml'),
      { 400: { ...empty, content: { 'application/json': {}, 'application/xml': {} } } },
      'application/xml; charset=utf-8',
      '<no/>',
    ],
    ['a text where JSON is documented', told('No'), { 400: content('application/json') }, json, '"No"'],
    ['nothing at all', told(undefined), { 400: empty }, null, ''],
    ['nothing where it is not documented', told(undefined), {}, null, ''],
  ])('%s', async (_what, form, responses, type, text) => {
    expect(await api({ form, responses }).ask('/a', wrong)).toMatchObject({ status: 400, type, text })
  })

  test('outside every operation, too', async () => {
    const { ask } = api({ form: told('No such page', 'text/plain') })

    expect(await ask('/c')).toMatchObject({ status: 404, type: 'text/plain; charset=utf-8', text: 'No such page' })
  })
})

describe('forbidden and conflict', () => {
  const asked = async (given: Given) => {
    const { answer } = await api({ responses: { 403: empty, 409: empty }, ...given }).ask('/a')
    return [answer.status, answer.headers.get('www-authenticate')]
  }
  const bearer = (more = '') =>
    `Bearer realm="notes", ${more}error="insufficient_scope", error_description="The credential does not allow this"`
  const forbid = (more = {}) => ({ answer: () => ({ refusal: 'forbidden', ...more }) as const })

  test.each<[string, Given, number, string | null]>([
    ['a conflict is a 409', { answer: () => ({ refusal: 'conflict', detail: 'Taken' }) }, 409, null],
    ['a bearer token is said to allow too little', forbid(), 403, bearer()],
    ['and what it needs', forbid({ scope: 'notes:write' }), 403, bearer('scope="notes:write", ')],
    [
      'the scope of the challenge, unless the refusal has one',
      { ...forbid(), challenge: { ...challenge, scope: 'notes' } },
      403,
      bearer('scope="notes", '),
    ],
    ['another scheme has no word for it', { ...forbid(), challenge: { scheme: 'Basic', realm: 'notes' } }, 403, null],
    [
      'of several challenges that of Bearer',
      { ...forbid(), challenge: [{ scheme: 'DPoP' }, challenge] },
      403,
      bearer(),
    ],
    ['a refusal that has no challenge on purpose gets none', forbid({ challenge: [] }), 403, null],
    ['a public operation has no credential', { ...forbid(), security: [] }, 403, null],
    [
      'neither has an anonymous caller',
      { ...forbid(), security: [{ key: [] }, {}], read: () => ({ fault: 'missing' }) },
      403,
      null,
    ],
    ['a reader may forbid', { read: () => ({ refusal: 'forbidden', scope: 'a b' }) }, 403, bearer('scope="a b", ')],
    ['and tell of a conflict', { read: () => ({ refusal: 'conflict' }) }, 409, null],
  ])('%s', async (_what, given, status, value) => {
    expect(await asked(given)).toEqual([status, value])
  })
})

describe('challenges', () => {
  const asked = async (given: Given) => {
    const { ask, logged } = api({ responses: { 401: empty }, read: () => ({ fault: 'missing' }), ...given })
    const { answer } = await ask('/a')
    return { status: answer.status, value: answer.headers.get('www-authenticate'), logged }
  }

  test('of any scheme, with its parameters', async () => {
    const own = { scheme: 'DPoP', parameters: { algs: 'ES256 PS256' } }

    expect(await asked({ challenge: own })).toMatchObject({ status: 401, value: 'DPoP algs="ES256 PS256"', logged: [] })
  })

  test('of several schemes, in their order', async () => {
    const several = [{ scheme: 'Negotiate' }, challenge]

    expect(await asked({ challenge: several })).toMatchObject({ value: 'Negotiate, Bearer realm="notes"' })
  })

  test('made for one request', async () => {
    let nonces = 0
    const read = () => {
      const parameters = { nonce: `n${nonces++}`, algorithm: 'SHA-256' }
      return { fault: 'missing', challenge: { scheme: 'Digest', realm: 'notes', parameters } } as const
    }

    expect(await asked({ read })).toMatchObject({ value: 'Digest realm="notes", nonce="n0", algorithm=SHA-256' })
    expect(await asked({ read })).toMatchObject({ value: 'Digest realm="notes", nonce="n1", algorithm=SHA-256' })
  })

  test('one that cannot be sent is refused when the API is made', () => {
    expect(() => api({ challenge: { scheme: 'Bearer', realm: 'a\r\nSet-Cookie: b=1' } })).toThrow(
      new TypeError('The challenge Bearer has a "realm" that cannot be sent'),
    )
    expect(() => api({ form: { loginChallenge: { scheme: 'My scheme' } } })).toThrow(
      new TypeError('"My scheme" is not an authentication scheme: write one such as "Bearer"'),
    )
  })

  test('one that is made for a request and cannot be sent is a failure of the server', async () => {
    const read = () => ({ fault: 'missing', challenge: { scheme: 'Bearer', realm: 'a\nb' } }) as const

    expect(await asked({ read })).toMatchObject({
      status: 500,
      value: null,
      logged: [{ err: { message: 'The challenge Bearer has a "realm" that cannot be sent' } }],
    })
  })
})

test('an OPTIONS operation of the contract has its handler, and its path still answers preflights', async () => {
  const { ask, logged } = api()
  const preflight = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'GET' }
  const { answer } = await ask('/b', { method: 'OPTIONS', headers: preflight })

  expect(await ask('/b', { method: 'OPTIONS' })).toMatchObject({ status: 200, text: '"own"' })
  expect([answer.status, answer.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
  expect(logged).toEqual([])
})
