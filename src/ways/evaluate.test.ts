import { describe, expect, test } from 'vitest'
import { evaluate, isComplete, readOutput, resolveValue } from './evaluate.ts'

const known = { inputs: { user: 'ada', days: 7, none: undefined }, outputs: { token: 't' } }

test('evaluate() leaves out what is unknown and takes names as they are', () => {
  const values = JSON.parse('{"a":"$inputs.user","b":true,"c":"$inputs.none","d":"$outputs.token","__proto__":"x"}')

  expect(JSON.stringify(evaluate(values, known))).toBe('{"a":"ada","b":true,"d":"t","__proto__":"x"}')
})

test('evaluate() goes into objects', () => {
  const body = { kind: 'password', user: { name: '$inputs.user', password: '$inputs.password', for: '$inputs.days' } }

  expect(evaluate(body, known)).toEqual({ kind: 'password', user: { name: 'ada', for: 7 } })
})

test.each(['$inputs.constructor', '$inputs.__proto__', '$outputs.user', '$other.user', '$', '$inputs.user.name'])(
  'resolveValue() finds nothing at %s',
  (expression) => {
    expect(resolveValue(expression, known)).toBeUndefined()
  },
)

test.each([
  [{ params: { query: { t: '$outputs.token' } } }, true],
  [{ params: { query: { t: '$outputs.refresh' } } }, false],
  [{ params: { query: { t: '$outputs.refresh' }, header: { t: 'x' } } }, false],
  [{ params: {}, body: { user: { t: '$outputs.refresh' } } }, false],
  [{ params: {}, body: { password: '$inputs.password' } }, true],
])('isComplete() of %j is %s', (call, complete) => {
  expect(isComplete(call, known)).toBe(complete)
})

describe('readOutput()', () => {
  const headers = new Headers({ 'X-Token': 'h' })
  headers.append('Set-Cookie', 'sid2=no; Path=/')
  headers.append('Set-Cookie', 'sid=a=b; Path=/')
  const answer = { body: { 'a/b~': { list: [1, { token: 't' }] }, length: 3 }, headers }

  test.each([
    ['$response.body#/a~1b~0/list/1/token', 't'],
    ['$response.body#/a~1b~0/list/length', undefined],
    ['$response.body#/length', 3],
    ['$response.body#/constructor', undefined],
    ['$response.body#/length/toFixed', undefined],
    ['$response.body', answer.body],
    ['$response.body#', answer.body],
    ['$response.header.x-token', 'h'],
    ['$response.header.X-Other', undefined],
    ['$response.cookie.sid', 'a=b'],
    ['$response.cookie.si', undefined],
    ['$response.trailer.X', undefined],
    ['token', undefined],
  ])('at %s is %j', (expression, value) => {
    expect(readOutput(expression, answer)).toEqual(value)
  })
})
