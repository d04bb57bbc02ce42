import { describe, expect, test } from 'vitest'
import { type Operation, readContract } from './contract.ts'
import { challengesOf } from './declared-challenges.ts'
import { refusalFormOf } from './declared-refusals.ts'
import type { ContractDocument } from './document.ts'
import { type Refusal, renderRefusal } from './refusal.ts'
import { refuse } from './refusal-causes.ts'
import type { Refusals } from './refusal-declaration.ts'
import type { Violation } from './violation.ts'

const bearer = { scheme: 'Bearer', realm: 'Tea' }

interface Given {
  readonly root?: Refusals
  readonly scheme?: Refusals
  readonly operation?: Refusals
  readonly action?: object
  readonly statuses?: readonly number[]
}

/** A contract of one operation, `pour`, that takes a bearer token or a key. */
function contractWith({ root, scheme, operation, action, statuses = [400, 401] }: Given): ContractDocument {
  const responses = Object.fromEntries(statuses.map((status) => [status, { description: 'No' }]))
  return {
    openapi: '3.1.0',
    info: { title: 'Tea', version: '1' },
    ...(root && { 'x-refusals': root }),
    security: [{ token: [] }, { key: [] }],
    paths: {
      '/tea': {
        post: { operationId: 'pour', responses, 'x-refusals': operation, 'x-action': action },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', ...(scheme && { 'x-refusals': scheme }) },
        key: { type: 'apiKey', in: 'header', name: 'Key' },
      },
    },
  }
}

const random = (bytes: number) => new Uint8Array(bytes).fill(7)
const uuid = '07070707-0707-4707-8707-070707070707'

function told(given: Given, refusal: Refusal) {
  const document = contractWith(given)
  const operation = readContract(document).operations[0] as Operation
  return renderRefusal(refusal, refusalFormOf(document), random, operation)
}

const violations: readonly Violation[] = [
  { in: 'body', path: ['tea', 'name'], keyword: 'required', message: 'is required' },
  { in: 'query', path: [], keyword: 'unknown', message: 'is "not" known' },
]
const invalid: Refusal = { refusal: 'invalid', violations }
const taken: Refusal = { refusal: 'conflict', cause: 'taken' }
const unsent: Refusal = { refusal: 'unauthenticated', fault: 'missing', challenge: bearer, scheme: 'token' }
const wrong: Refusal = { ...unsent, fault: 'unknown' }

describe('a body', () => {
  test.each<[string, unknown, Refusal, unknown]>([
    ['has the message', { error: 'Sorry: {message}.' }, taken, { error: 'Sorry: That is already taken.' }],
    ['keeps the type of a value', { code: '{status}', text: '{status}!' }, taken, { code: 409, text: '409!' }],
    ['has one UUID of its own', ['{uuid}', 'id-{uuid}'], taken, [uuid, `id-${uuid}`]],
    [
      'leaves what is no placeholder',
      { a: '{tea}', b: 1, c: null, d: '{}' },
      taken,
      { a: '{tea}', b: 1, c: null, d: '{}' },
    ],
    ['has the code of OAuth', { error: '{error}' }, refuse('unknown-client'), { error: 'invalid_client' }],
    ['has all violations in one text', '{violations}', invalid, 'body.tea.name is required; query is "not" known'],
    ['has each violation', ['{violation}'], invalid, ['body.tea.name is required', 'query is "not" known']],
    [
      'has the parts of each violation',
      [
        {
          at: '{violation.at}',
          loc: '{violation.path}',
          field: '{violation.name}',
          in: '{violation.location}',
          why: '{violation.keyword}: {violation.message}',
        },
      ],
      { refusal: 'invalid', violations: violations.slice(0, 1) },
      [
        {
          at: 'body.tea.name',
          loc: ['body', 'tea', 'name'],
          field: 'tea.name',
          in: 'body',
          why: 'required: is required',
        },
      ],
    ],
    ['has no list of violations without violations', { a: '{status}', b: ['{violation}'] }, taken, { a: 409 }],
    ['may be a text', 'No', taken, 'No'],
    ['lists 100 violations', ['{violation.keyword}'], many(200), Array.from({ length: 100 }, () => 'unknown')],
  ])('%s', (_what, body, refusal, expected) => {
    expect(told({ root: { body } }, refusal).body).toEqual(expected)
  })

  test('is never filled with what a placeholder stands for', () => {
    const detail = '{uuid} {violation}'

    expect(told({ root: { body: ['{message}'] } }, { refusal: 'conflict', detail }).body).toEqual([detail])
  })

  test('without one is a problem document', () => {
    const form = refusalFormOf(contractWith({}))

    expect(form.mediaType).toBe('application/problem+json')
    expect(told({}, taken).body).toEqual({ status: 409, detail: 'That is already taken' })
  })
})

function many(count: number): Refusal {
  return { refusal: 'invalid', violations: Array.from({ length: count }, () => violations[1] as Violation) }
}

describe('a message', () => {
  const body = '{message}'

  test.each<[string, Given, Refusal, string]>([
    ['is the usual one', {}, { refusal: 'forbidden' }, 'You may not do this'],
    ['of a cause without one is that of its kind', {}, refuse('wrong-role'), 'You may not do this'],
    [
      'of a handler wins',
      { operation: { forbidden: { message: 'No' } } },
      { refusal: 'forbidden', detail: 'Mine' },
      'Mine',
    ],
    [
      'of the operation wins',
      { operation: { taken: { message: 'Near' } }, root: { taken: { message: 'Far' } } },
      taken,
      'Near',
    ],
    [
      'of a cause wins over one of its kind',
      { operation: { conflict: { message: 'Any' } }, root: { taken: { message: 'Own' } } },
      taken,
      'Own',
    ],
    [
      'of a kind is that of its causes without words',
      { root: { forbidden: { message: 'Never' } } },
      refuse('wrong-role'),
      'Never',
    ],
    ['of a scheme is for its credential', { scheme: { unauthenticated: { message: 'Stale' } } }, wrong, 'Stale'],
    [
      'of a scheme is not for that of others',
      { scheme: { unauthenticated: { message: 'Stale' } } },
      { ...wrong, scheme: 'key' },
      'Authentication required',
    ],
    [
      'where nothing was sent wins',
      { root: { missing: { message: 'Send one' } }, scheme: { unauthenticated: { message: 'Stale' } } },
      unsent,
      'Send one',
    ],
    ['has a limit', {}, refuse('limit-reached', { limit: 3 }), 'There may be no more than 3'],
    [
      'has the violations',
      { root: { invalid: { message: 'Wrong: {violations}' } } },
      { refusal: 'invalid', violations: violations.slice(0, 1) },
      'Wrong: body.tea.name is required',
    ],
    [
      'of `invalid` is not that of its causes',
      { root: { invalid: { message: 'Wrong: {violations}' } } },
      refuse('invalid-scope'),
      'An unsupported scope was requested',
    ],
    [
      'says which media types there are',
      {},
      { refusal: 'media-type', accept: ['a/b', 'c/d'] },
      'The body must be a/b or c/d',
    ],
  ])('%s', (_what, given, refusal, message) => {
    const root = { ...given.root, body } as Refusals

    expect(told({ ...given, root }, refusal).body).toBe(message)
  })

  test('has 2,000 characters at the most', () => {
    expect(told({ root: { body, invalid: { message: 'Wrong: {violations}' } } }, many(500)).body).toHaveLength(2_000)
  })
})

describe('the form `oauth`', () => {
  const root: Refusals = { form: 'oauth' }

  test.each<[string, Given, Refusal, number, object]>([
    [
      'is the error of RFC 6749, 5.2',
      { root },
      taken,
      409,
      { error: 'invalid_request', error_description: 'That is already taken' },
    ],
    [
      'keeps to the characters that are allowed',
      { root },
      { refusal: 'forbidden', detail: '"Tee" für zwei\\' },
      403,
      { error: 'access_denied', error_description: "'Tee' f?r zwei?" },
    ],
    [
      'refuses a login with 400',
      { root },
      { refusal: 'wrong-login' },
      400,
      { error: 'invalid_grant', error_description: 'Invalid username or password' },
    ],
    [
      'may have another code',
      { root: { ...root, throttled: { error: 'slow_down' } } },
      { refusal: 'throttled', retryAfter: 1 },
      429,
      { error: 'slow_down', error_description: 'Too many attempts; try again later' },
    ],
    [
      'says that a grant is not there',
      { root },
      {
        refusal: 'invalid',
        violations: [{ in: 'body', path: ['grant_type'], keyword: 'enum', message: 'is not one' }],
      },
      400,
      { error: 'unsupported_grant_type', error_description: 'The request is not valid' },
    ],
    [
      'is implied at a token endpoint, whose credential is that of a client',
      { root: { body: '{message}' }, action: { kind: 'token-endpoint' } },
      wrong,
      401,
      { error: 'invalid_client', error_description: 'The client credentials are invalid' },
    ],
    [
      'of the nearest place wins over a body of the narrowest name',
      { root: { invalid: { body: 'No' } }, operation: { form: 'oauth' } },
      invalid,
      400,
      { error: 'invalid_request', error_description: 'The request is not valid' },
    ],
  ])('%s', (_what, given, refusal, status, body) => {
    expect(told(given, refusal)).toMatchObject({ status, body })
  })
})

describe('statuses and challenges', () => {
  const body = '{message}'
  const basic = 'Basic realm="Tea", charset="UTF-8"'

  test.each<[string, Given, Refusal, number, object]>([
    ['a login is refused with the status that is documented', { statuses: [400] }, { refusal: 'wrong-login' }, 400, {}],
    [
      'a 401 asks for the credential of the first scheme',
      {},
      { refusal: 'wrong-login' },
      401,
      { 'WWW-Authenticate': 'Bearer realm="Tea"' },
    ],
    [
      'or for the declared one',
      { root: { 'wrong-login': { challenge: 'Basic' } } },
      { refusal: 'wrong-login' },
      401,
      { 'WWW-Authenticate': basic },
    ],
    ['a violation is a 422 where only that is documented', { statuses: [422] }, invalid, 422, {}],
    ['a declared status wins', { statuses: [422], root: { invalid: { status: 400 } } }, invalid, 400, {}],
    [
      'and is that of the causes, too',
      { root: { 'wrong-login': { status: 403 } } },
      refuse('invalid-refresh'),
      403,
      {},
    ],
    [
      'any kind may become a 401',
      { root: { forbidden: { status: 401 } } },
      { refusal: 'forbidden' },
      401,
      { 'WWW-Authenticate': 'Bearer realm="Tea"' },
    ],
    [
      'a credential may be refused otherwise, and then asks for nothing',
      { root: { unauthenticated: { status: 404 } } },
      wrong,
      404,
      {},
    ],
    ['a provider that does not answer is a bad gateway', {}, refuse('unreachable-provider'), 502, {}],
  ])('%s', (_what, given, refusal, status, headers) => {
    expect(told({ ...given, root: { ...given.root, body } as Refusals }, refusal)).toMatchObject({ status, headers })
  })

  test('what looks like another refusal is exactly that', () => {
    const root: Refusals = { body, missing: { message: 'Send one' }, unauthenticated: { message: 'Stale' } }
    const given: Given = { root, operation: { forbidden: { as: 'missing' } } }

    expect(told(given, refuse('wrong-role'))).toEqual(told(given, unsent))
    expect(told({ root: { ...root, unauthenticated: { as: 'missing' } } }, wrong)).toEqual(told({ root }, unsent))
  })

  test('refusals that look like each other end somewhere', () => {
    const root: Refusals = { body, forbidden: { as: 'not-found' }, 'not-found': { as: 'forbidden' } }

    expect([403, 404]).toContain(told({ root }, { refusal: 'forbidden' }).status)
  })

  test('challenges have the realm and the scheme that are declared', () => {
    expect(challengesOf(contractWith({}))).toEqual({ token: bearer, key: { scheme: 'APIKey', realm: 'Tea' } })
    const given = {
      root: { realm: 'house' },
      scheme: { realm: 'pot', unauthenticated: { challenge: 'DPoP' } },
    } as const
    expect(challengesOf(contractWith(given))).toEqual({
      token: { scheme: 'DPoP', realm: 'pot' },
      key: { scheme: 'APIKey', realm: 'house' },
    })
  })
})

test('declarations that say nothing are left out', () => {
  const root = {
    body: '{message}',
    realm: 'a\nb',
    conflict: { status: 200, message: 1, as: 'throttled' },
    forbidden: null,
  }

  expect(told({ root: root as unknown as Refusals }, taken)).toMatchObject({
    status: 409,
    body: 'That is already taken',
  })
  expect(told({ root: root as unknown as Refusals }, { refusal: 'forbidden' }).status).toBe(403)
  expect(challengesOf(contractWith({ root: root as unknown as Refusals })).token).toEqual(bearer)
})

test('an example gets UUIDs of its own where the body has them', () => {
  const form = refusalFormOf(
    contractWith({ root: { body: { id: '{uuid}', code: '{status}', more: { id: 'x-{uuid}' } } } }),
  )

  expect(form.renew?.({ id: '1', code: 5, more: { id: '2', at: [1] }, other: 'id' }, random)).toEqual({
    id: uuid,
    code: 5,
    more: { id: `x-${uuid}`, at: [1] },
    other: 'id',
  })
  expect(refusalFormOf(contractWith({ root: { body: '{message}' } }))).not.toHaveProperty('renew')
})
