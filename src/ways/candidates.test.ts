import { expect, test } from 'vitest'
import { bestMatches, candidatesOf } from './candidates.ts'
import type { FoundWay } from './found.ts'

const grant = (name: string, members: Readonly<Record<string, string>>, more: Partial<FoundWay> = {}): FoundWay => ({
  name,
  scheme: 'bearer',
  inputs: { user: {}, password: {}, tenant: { required: false } },
  obtain: { operationId: 'token', requestBody: members },
  lifecycle: {},
  ...more,
})

const password = grant('password', { user: '$inputs.user', password: '$inputs.password', tenant: '$inputs.tenant' })
const code = grant('code', { user: '$inputs.user', password: '$inputs.code' })
const client = grant('client', { grant: 'client', id: '$inputs.id' })
const renewed = grant(
  'renewed',
  { kind: 'a' },
  { renew: { operationId: 'token', requestBody: { r: '$outputs.refresh' } } },
)
const ended = grant('ended', { kind: 'b' }, { end: { operationId: 'end' } })

const namesFor = (body: object) =>
  bestMatches(candidatesOf([password, code, client, renewed, ended]).get('token') ?? [], { parameters: {}, body }).map(
    ({ way, action, missing }) => [way.name, action, ...missing],
  )

test.each([
  [
    'proofs in one field are one attempt',
    { user: 'ada', password: 'p' },
    [
      ['password', 'obtain'],
      ['code', 'obtain'],
    ],
  ],
  ['most constants win', { grant: 'client', id: '1', user: 'ada', password: 'p' }, [['client', 'obtain']]],
  [
    'most constants win also with an input missing',
    { grant: 'client', user: 'a', password: 'p' },
    [['client', 'obtain', '$inputs.id']],
  ],
  ['what is complete wins among equals', { r: 'token' }, [['renewed', 'renew']]],
  [
    'without a complete one all say what is missing',
    { user: 'ada' },
    [
      ['password', 'obtain', '$inputs.password'],
      ['code', 'obtain', '$inputs.code'],
      ['renewed', 'renew', '$outputs.refresh'],
    ],
  ],
])('%s', (_rule, body, expected) => {
  expect(namesFor(body)).toEqual(expected)
})

test('a call is a candidate for its operation alone', () => {
  const candidates = candidatesOf([ended])

  expect([...candidates.keys()]).toEqual(['token', 'end'])
  expect(candidates.get('end')).toEqual([{ way: ended, action: 'end', call: { operationId: 'end' } }])
  expect(bestMatches([], { parameters: {}, body: {} })).toEqual([])
})
