import { expect, test } from 'vitest'
import { place } from './place.ts'

const at = (pointer: string, value: unknown) => ({ at: `$response.body#${pointer}`, value })

test('values stand where their expressions lead, in a copy', () => {
  const example = { data: { jwt: 'x', list: [{ key: 'a' }, { key: 'b' }] }, other: { kept: true } }
  const placed = place(example, [at('/data/jwt', 't'), at('/data/list/1/key', 'k'), at('/a~1b/c', 1)])

  expect(placed).toEqual({
    data: { jwt: 't', list: [{ key: 'a' }, { key: 'k' }] },
    other: { kept: true },
    'a/b': { c: 1 },
  })
  expect(example).toEqual({ data: { jwt: 'x', list: [{ key: 'a' }, { key: 'b' }] }, other: { kept: true } })
})

test.each([undefined, null, 'text', 7])('where the example is %j, objects are made', (example) => {
  expect(place(example, [at('/a/0/b', 1)])).toEqual({ a: { 0: { b: 1 } } })
})

test('a body that is a value itself is replaced', () => {
  expect(place('example', [{ at: '$response.body', value: 'token' }])).toBe('token')
})

test('headers, cookies and what has no value are left out', () => {
  const values = [{ at: '$response.header.X', value: 1 }, { at: '$response.cookie.x', value: 1 }, at('/a', undefined)]

  expect(place({ b: 1 }, values)).toEqual({ b: 1 })
})

test.each([
  ['/n', '3600', 3600],
  ['/n', 3600.9, 3600],
  ['/n', 'soon', 'soon'],
  ['/s', 3600, '3600'],
  ['/either', 3600, 3600],
  ['/either', '3600', '3600'],
  ['/exampleNumber', '5', 5],
  ['/exampleText', 5, '5'],
  ['/nothing', 5, 5],
])('at %s, %j stands as %j', (pointer, value, expected) => {
  const types: Readonly<Record<string, unknown>> = { n: 'integer', s: ['null', 'string'], either: ['string', 'number'] }
  const schemaAt = ([name = '']: readonly string[]) => ({ ...(name in types && { type: types[name] }) })

  expect(place({ exampleNumber: 1, exampleText: '' }, [at(pointer, value)], schemaAt)).toMatchObject({
    [pointer.slice(1)]: expected,
  })
})

test('names of Object.prototype are plain members', () => {
  const placed = place(JSON.parse('{"__proto__":{"kept":1}}'), [
    at('/__proto__/polluted', 1),
    at('/constructor/prototype/polluted', 1),
    at('/new/__proto__/polluted', 1),
  ])

  expect(JSON.stringify(placed)).toBe(
    '{"__proto__":{"kept":1,"polluted":1},"constructor":{"prototype":{"polluted":1}},"new":{"__proto__":{"polluted":1}}}',
  )
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('what is no item of a list is added to it', () => {
  const values = [at('/list/length', 1), at('/list/4294967294', 2), at('/list/-', 3), at('/list/0', 4)]

  expect(place({ list: ['a'] }, values)).toEqual({ list: ['4', 1, 2, 3] })
})

test('an object is copied once, however many values it is given', () => {
  let copies = 0
  const counted = {
    get wide() {
      copies++
      return 1
    },
  }
  place(
    { counted },
    Array.from({ length: 100 }, (_, index) => at(`/counted/${index}`, index)),
  )

  expect(copies).toBe(1)
})
