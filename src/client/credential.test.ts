import { describe, expect, test } from 'vitest'
import { asCredential, isDue, readCredential } from './credential.ts'

const row = {
  scheme: 'bearer',
  required: [],
  outputs: { token: '$response.body#/token', next: '$response.body#/next' },
  send: '$outputs.token',
}
const jwt = (claims: string) => `e30.${btoa(claims).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.c2ln`

const answer = (body: unknown) => ({ body, headers: new Headers() })

describe('readCredential()', () => {
  test.each([
    ['a date', { at: '$response.body#/until' }, { until: '1970-01-01T00:01:40.000Z' }, 100_000],
    ['a date that is none', { at: '$response.body#/until' }, { until: 'soon' }, undefined],
    ['seconds', { in: '$response.body#/lasts' }, { lasts: 60 }, 61_000],
    ['no seconds', { in: '$response.body#/lasts' }, {}, undefined],
    ['the claim of a JWT', { jwt: '$response.body#/jwt' }, { jwt: jwt('{"exp":100,"x":"ÿÿ>>"}') }, 100_000],
    ['a JWT without the claim', { jwt: '$response.body#/jwt' }, { jwt: jwt('{}') }, undefined],
    ['no JWT', { jwt: '$response.body#/jwt' }, { jwt: 'opaque' }, undefined],
  ] as const)('reads the end from %s', (_name, expires, body, end) => {
    expect(readCredential('w', { ...row, expires }, answer({ token: 't', ...body }), 1_000)?.expires).toBe(end)
  })

  test('keeps what a renewal does not say again', () => {
    expect(readCredential('w', row, answer({ token: 'new' }), 1, { token: 'old', next: 'n' })?.outputs).toEqual({
      token: 'new',
      next: 'n',
    })
  })

  test('reads outputs of headers and cookies', () => {
    const headers = new Headers({ 'X-Token': 't', 'Set-Cookie': 'next=n; Path=/' })
    const outputs = { token: '$response.header.x-token', next: '$response.cookie.next' }

    expect(readCredential('w', { ...row, outputs }, { body: undefined, headers }, 1)?.outputs).toEqual({
      token: 't',
      next: 'n',
    })
  })

  test.each([[{}], [{ token: null }], [{ token: '' }], [null], ['token']])('finds none in %j', (body) => {
    expect(readCredential('w', row, answer(body), 1)).toBeUndefined()
  })
})

describe('isDue()', () => {
  const held = { way: 'w', outputs: {}, obtained: 1_000_000 }

  test.each([
    [undefined, 9e15, false],
    [2_000_000, 1_939_999, false],
    [2_000_000, 1_940_000, true],
    [1_100_000, 1_089_999, false],
    [1_100_000, 1_090_000, true],
    [1_000_000, 9e15, false],
    [900_000, 9e15, false],
  ])('of what ends at %s is, at %i, %s', (expires, now, due) => {
    expect(isDue({ ...held, ...(expires !== undefined && { expires }) }, now)).toBe(due)
  })
})

test.each([
  undefined,
  null,
  'text',
  7,
  {},
  { way: 'other', outputs: {}, obtained: 1 },
  { way: 'w', outputs: 'x', obtained: 1 },
])('asCredential() takes %j for none', (value) => {
  expect(asCredential(value, 'w')).toBeUndefined()
})
