import { expect, test } from 'vitest'
import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { type Refusal, renderRefusal } from '../contract/refusal.ts'
import { refuse } from '../contract/refusal-causes.ts'
import type { Refusals } from '../contract/refusal-declaration.ts'
import { contractForm } from './refusals.ts'

const example = { content: { 'application/vnd.tea+json': { example: { code: 'documented' } } } }

function contractWith(refusals: Refusals): Contract {
  const document: ContractDocument = {
    openapi: '3.1.0',
    info: { title: 'Tea', version: '1' },
    'x-refusals': refusals,
    paths: {
      '/tea': {
        get: {
          operationId: 'pour',
          responses: { 401: { description: 'No', ...example }, 409: { description: 'No', ...example } },
        },
      },
    },
  }
  return readContract(document)
}

function told(refusals: Refusals, refusal: Refusal, operationId = 'pour') {
  const contract = contractWith(refusals)
  const [operation] = contract.operations
  const form = contractForm(contract, { realm: 'tea', loginChallenge: { scheme: 'Bearer', realm: 'tea' } })
  return renderRefusal(refusal, form, (bytes) => new Uint8Array(bytes), operation && { ...operation, id: operationId })
}

const documented = {
  status: 409,
  headers: { 'Content-Type': 'application/vnd.tea+json' },
  body: { code: 'documented' },
}

test.each<[string, Refusals, Refusal, object]>([
  ['without a declaration by the documented example', {}, refuse('taken'), documented],
  ['by it where another refusal is declared', { invalid: { body: '{message}' } }, refuse('taken'), documented],
  [
    'by what is declared, in the documented media type',
    { conflict: { body: { code: '{status}' } } },
    refuse('taken'),
    { ...documented, body: { code: 409 } },
  ],
  [
    'by the example of a declared status',
    { conflict: { status: 401 } },
    refuse('taken'),
    { ...documented, status: 401 },
  ],
  [
    'by what is declared where nothing is documented',
    { body: ['{message}'] },
    { refusal: 'not-found' },
    { status: 404, headers: { 'Content-Type': 'application/json' }, body: ['Not found'] },
  ],
  [
    'with a challenge',
    { forbidden: { as: 'wrong-login' } },
    refuse('wrong-role'),
    { status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="tea"' }, body: { code: 'documented' } },
  ],
])('an own API refuses %s', (_what, refusals, refusal, expected) => {
  expect(told(refusals, refusal)).toMatchObject(expected)
})

test('the authorization server refuses as OAuth says, whatever is declared', () => {
  const refusals: Refusals = { body: '{message}', 'wrong-login': { status: 403 } }

  expect(told(refusals, { refusal: 'wrong-login' }, '_auth.token')).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
})

test('pages of a foreign origin are refused in the declared form, too', () => {
  const form = contractForm(contractWith({ body: { error: '{message}' } }), {})
  const random = (bytes: number) => new Uint8Array(bytes)

  expect([form.mediaType, form.body({ refusal: 'origin' }, undefined, random)]).toEqual([
    'application/json',
    { error: 'Requests from this origin are not allowed' },
  ])
})
