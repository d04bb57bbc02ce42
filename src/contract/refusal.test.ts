import { expect, test } from 'vitest'
import type { Operation } from './contract.ts'
import { detailOf, type Refusal, type RefusalForm, renderRefusal } from './refusal.ts'

const bearer = { scheme: 'Bearer', realm: 'bank' } as const
const basic = { scheme: 'Basic', realm: 'bank' } as const
const key = { scheme: 'APIKey', realm: 'bank' } as const

const random = (bytes: number) => Buffer.alloc(bytes, 7)
const form: RefusalForm = { invalidStatus: 422, body: ({ refusal }) => ({ told: refusal }) }

test.each<[Refusal, number, Record<string, string | string[]>]>([
  [{ refusal: 'invalid', violations: [] }, 422, {}],
  [
    { refusal: 'unauthenticated', challenge: bearer, fault: 'missing' },
    401,
    { 'WWW-Authenticate': 'Bearer realm="bank"' },
  ],
  [
    { refusal: 'unauthenticated', challenge: basic, fault: 'unknown', headers: { 'Set-Cookie': 'sid=; Max-Age=0' } },
    401,
    { 'Set-Cookie': 'sid=; Max-Age=0', 'WWW-Authenticate': 'Basic realm="bank", charset="UTF-8"' },
  ],
  [
    { refusal: 'unauthenticated', challenge: [key, basic], fault: 'unknown' },
    401,
    { 'WWW-Authenticate': ['APIKey realm="bank"', 'Basic realm="bank", charset="UTF-8"'] },
  ],
  [{ refusal: 'wrong-login' }, 401, {}],
  [{ refusal: 'origin' }, 403, {}],
  [{ refusal: 'forbidden' }, 403, {}],
  [{ refusal: 'forbidden', challenge: [basic, key] }, 403, {}],
  [
    { refusal: 'forbidden', challenge: [basic, bearer], scope: 'pay' },
    403,
    {
      'WWW-Authenticate':
        'Bearer realm="bank", scope="pay", error="insufficient_scope", error_description="The credential does not allow this"',
    },
  ],
  [{ refusal: 'conflict', detail: 'Taken' }, 409, {}],
  [{ refusal: 'not-found' }, 404, {}],
  [{ refusal: 'method', allow: ['GET', 'HEAD', 'OPTIONS'] }, 405, { Allow: 'GET, HEAD, OPTIONS' }],
  [{ refusal: 'too-large', limit: 16_384 }, 413, { Connection: 'close' }],
  [
    { refusal: 'media-type', accept: ['application/json', 'multipart/form-data'] },
    415,
    { Accept: 'application/json, multipart/form-data' },
  ],
  [
    { refusal: 'media-type', accept: ['application/json'], encodings: ['identity'] },
    415,
    { Accept: 'application/json', 'Accept-Encoding': 'identity' },
  ],
  [{ refusal: 'misdirected' }, 421, { Connection: 'close' }],
  [{ refusal: 'throttled', retryAfter: 900 }, 429, { 'Retry-After': '900' }],
  [{ refusal: 'unexpected' }, 500, {}],
  [{ refusal: 'unavailable', retryAfter: 1 }, 503, { 'Retry-After': '1' }],
])('$refusal', (refusal, status, headers) => {
  expect(renderRefusal(refusal, form, random)).toEqual({ status, headers, body: { told: refusal.refusal } })
})

test('the form is told the operation, and given what to mark its answer with', () => {
  const marked: RefusalForm = { ...form, body: (_, operation, bytes) => [operation, bytes(2)] }

  expect(renderRefusal({ refusal: 'not-found' }, marked, random, { id: 'login' } as Operation).body).toEqual([
    'login',
    Buffer.from([7, 7]),
  ])
})

test('an invalid request is 400 or 422, as the API has it', () => {
  const invalid: Refusal = { refusal: 'invalid', violations: [] }

  expect(renderRefusal(invalid, { ...form, invalidStatus: 400 }, random).status).toBe(400)
})

test('a refused login carries the challenge of the API, and no reason', () => {
  const { headers } = renderRefusal({ refusal: 'wrong-login' }, { ...form, loginChallenge: bearer }, random)

  expect(headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="bank"' })
})

test('a challenge is never replaced by a header of the fault', () => {
  const refusal: Refusal = {
    refusal: 'unauthenticated',
    challenge: bearer,
    fault: 'missing',
    headers: { 'WWW-Authenticate': 'Negotiate' },
  }

  expect(renderRefusal(refusal, form, random).headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="bank"' })
})

test('a refusal says why itself, or its API does', () => {
  const details = { conflict: 'Conflict', 'not-found': 'Not found' }

  expect(detailOf<'conflict'>({ refusal: 'conflict', detail: 'Taken' }, details)).toBe('Taken')
  expect(detailOf<'conflict'>({ refusal: 'conflict' }, details)).toBe('Conflict')
  expect(detailOf<'not-found'>({ refusal: 'not-found' }, details)).toBe('Not found')
})
