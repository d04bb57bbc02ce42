import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { match } from './match.ts'
import type { WayCall } from './way.ts'

const call: WayCall = {
  operationId: 'token',
  parameters: { grant_type: 'password', remember: true, tenant: '$inputs.tenant' },
  requestBody: { user: { name: '$inputs.user', password: '$inputs.password' }, version: 2 },
  credentials: { client: '$inputs.client' },
}
const parameters = { grant_type: 'password', remember: true, tenant: 'acme' }
const body = { user: { name: 'ada', password: 'p' }, version: 2 }

test('a request is read as the call that would have sent it', () => {
  const known = { inputs: { tenant: 'acme', user: 'ada', password: 'p', client: 'demo' }, outputs: {} }
  const sent = {
    parameters: evaluate(call.parameters ?? {}, known),
    body: evaluate(call.requestBody ?? {}, known),
    credentials: { client: 'demo' },
  }

  expect(match(call, sent)).toEqual({ ...known, constants: 3 })
})

test.each([
  ['missing', { user: { name: 'ada' }, version: 2 }],
  ['empty', { user: { name: 'ada', password: '' }, version: 2 }],
  ['null', { user: { name: 'ada', password: null }, version: 2 }],
  ['an object', { user: { name: 'ada', password: { toString: 1 } }, version: 2 }],
])('an input that is %s stays unbound', (_what, other) => {
  expect(match(call, { parameters, body: other })?.inputs).toEqual({ tenant: 'acme', user: 'ada' })
})

test('a name of Object.prototype is no member of a body', () => {
  const own: WayCall = {
    operationId: 'x',
    requestBody: { constructor: '$inputs.user', valueOf: { name: '$inputs.name' } },
  }

  expect(match(own, { parameters: {}, body: {} })).toEqual({ inputs: {}, outputs: {}, constants: 0 })
})

describe('a request is another call', () => {
  test.each([
    ['if a constant differs', { ...parameters, grant_type: 'refresh_token' }, body],
    ['if a constant is missing', { remember: true }, body],
    ['if a constant is sent twice', { ...parameters, grant_type: ['password', 'password'] }, body],
    ['if a constant in the body differs', parameters, { ...body, version: 3 }],
    ['if there is no body', parameters, undefined],
    ['if the body is a list', parameters, [body]],
  ])('%s', (_why, sentParameters, sentBody) => {
    expect(match(call, { parameters: sentParameters, body: sentBody })).toBeUndefined()
  })

  test('if one input has two values', () => {
    const twice: WayCall = { operationId: 'x', parameters: { a: '$outputs.t', b: '$outputs.t' } }

    expect(match(twice, { parameters: { a: '1', b: '2' }, body: undefined })).toBeUndefined()
    expect(match(twice, { parameters: { a: '1', b: '' }, body: undefined })?.outputs).toEqual({ t: '1' })
  })
})

test('constants of fields and parameters are compared as text', () => {
  const sent = { parameters: { ...parameters, remember: 'true' }, body: { ...body, version: '2' } }

  expect(match(call, sent)?.constants).toBe(3)
})
