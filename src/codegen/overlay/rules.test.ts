import { Source } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { applyOverlay } from './apply.ts'
import type { Action } from './overlay-file.ts'
import { Places } from './places.ts'

/** Applies actions to a document, and says what becomes of it. */
function applied(document: object, actions: readonly Action[], isFirst = false, added = 0) {
  const root = structuredClone(document)
  const source = new Source('contract.yaml', JSON.stringify(document))
  const overlay = { source: new Source('overlay.yaml', JSON.stringify({ actions }, undefined, 1)), parsed: { actions } }
  const places = new Places()
  const placeOf = (path: readonly string[]) => places.find(root, path, source)
  const target = { root, places, placeOf, added }
  const { lines, warnings } = applyOverlay(
    { address: '/overlay.yaml', document: overlay, isFirst, extends: undefined, actions },
    target,
  )
  return { root, lines, warnings: warnings.map(({ message }) => message) }
}

type Rule = readonly [rule: string, document: object, actions: readonly Action[], result: object]

/** Overlay 1.1.0, 4.4.1 and 4.4.3; what 1.0.0 says of objects and lists is the same. */
const rules: readonly Rule[] = [
  ['members that are new are added', { a: 1 }, [{ target: '$', update: { b: { c: 2 } } }], { a: 1, b: { c: 2 } }],
  [
    'members of the target alone stay',
    { a: { b: 1, c: 2 } },
    [{ target: '$.a', update: { b: 3 } }],
    { a: { b: 3, c: 2 } },
  ],
  [
    'objects are merged at any depth',
    { a: { b: { c: 1 } } },
    [{ target: '$', update: { a: { b: { d: 2 } } } }],
    { a: { b: { c: 1, d: 2 } } },
  ],
  [
    'lists within objects are appended',
    { a: { b: [1] } },
    [{ target: '$.a', update: { b: [2, 3] } }],
    { a: { b: [1, 2, 3] } },
  ],
  ['a value is appended to a list', { a: [1] }, [{ target: '$.a', update: 2 }], { a: [1, 2] }],
  ['an object is appended to a list', { a: [] }, [{ target: '$.a', update: { b: 1 } }], { a: [{ b: 1 }] }],
  ['the items of a list are appended to a list', { a: [1] }, [{ target: '$.a', update: [2, 3] }], { a: [1, 2, 3] }],
  ['null is a value', { a: 1 }, [{ target: '$', update: { a: null } }], { a: null }],
  [
    'each action is applied to what the one before it left',
    { a: { b: 1 } },
    [
      { target: '$.a', remove: true },
      { target: '$', update: { a: { c: 2 } } },
      { target: '$.a', update: { d: 3 } },
    ],
    { a: { c: 2, d: 3 } },
  ],
  [
    'everything that is selected is updated',
    { a: { x: {} }, b: { x: {} }, c: {} },
    [{ target: '$.*.x', update: { on: true } }],
    { a: { x: { on: true } }, b: { x: { on: true } }, c: {} },
  ],
  [
    'what is selected twice is updated once',
    { a: { b: [] } },
    [{ target: "$['a','a'].b", update: 1 }],
    { a: { b: [1] } },
  ],
  [
    'what was added in several places is no single object',
    { a: {}, b: {} },
    [
      { target: '$.*', update: { c: {} } },
      { target: '$.a.c', update: { d: 1 } },
    ],
    { a: { c: { d: 1 } }, b: { c: {} } },
  ],
  ['members are removed', { a: { b: {}, c: 1 } }, [{ target: '$.a.b', remove: true }], { a: { c: 1 } }],
  [
    'items of a list are removed, whatever their order',
    { a: [{ b: 1 }, { b: 2 }, { b: 1 }, { b: 3 }] },
    [{ target: '$.a[?@.b == 1]', remove: true }],
    { a: [{ b: 2 }, { b: 3 }] },
  ],
  ['remove: true comes before an update', { a: {} }, [{ target: '$.a', remove: true, update: { b: 1 } }], {}],
  ['remove: false removes nothing', { a: {} }, [{ target: '$.a', remove: false, update: { b: 1 } }], { a: { b: 1 } }],
  [
    'names of any letters are found',
    { "it's": { 'a\\b': { '\n': {} } } },
    [{ target: '$..*', update: { x: 1 } }],
    { "it's": { x: 1, 'a\\b': { x: 1, '\n': { x: 1 } } } },
  ],
]

/** What only 1.1 has. */
const rulesOfSecond: readonly Rule[] = [
  ['a value is replaced', { a: { b: 1 } }, [{ target: '$.a.b', update: 'two' }], { a: { b: 'two' } }],
  ['values in a list are replaced', { a: [1, 2] }, [{ target: '$.a[1]', update: 3 }], { a: [1, 3] }],
  ['values in a list are removed', { a: ['x', 'y'] }, [{ target: "$.a[?@ == 'x']", remove: true }], { a: ['y'] }],
  [
    'an object is copied into an object',
    { a: { b: { c: 1 } }, d: { e: 2 } },
    [{ target: '$.d', copy: '$.a' }],
    { a: { b: { c: 1 } }, d: { e: 2, b: { c: 1 } } },
  ],
  [
    'the items of a list are copied to a list',
    { a: [1], b: [2] },
    [{ target: '$.a', copy: '$.b' }],
    { a: [1, 2], b: [2] },
  ],
  ['a value is copied', { a: 1, b: 2 }, [{ target: '$.a', copy: '$.b' }], { a: 2, b: 2 }],
  [
    'a part is moved by a copy and a removal',
    { old: { x: [1] } },
    [
      { target: '$', update: { new: {} } },
      { target: '$.new', copy: '$.old' },
      { target: '$.old', remove: true },
    ],
    { new: { x: [1] } },
  ],
  [
    'a copy is what it was before the action',
    { a: { x: 1 } },
    [
      { target: '$', copy: '$.a' },
      { target: '$', update: { x: 2 } },
    ],
    { a: { x: 1 }, x: 2 },
  ],
  ['a part can be copied into itself', { a: { b: {} } }, [{ target: '$.a.b', copy: '$.a' }], { a: { b: { b: {} } } }],
]

test.for(rules)('Overlay 1.0 and 1.1: %s', ([, document, actions, result]) => {
  expect(applied(document, actions, true)).toEqual({ root: result, lines: [], warnings: [] })
  expect(applied(document, actions)).toEqual({ root: result, lines: [], warnings: [] })
})

test.for(rulesOfSecond)('Overlay 1.1: %s', ([, document, actions, result]) => {
  expect(applied(document, actions)).toEqual({ root: result, lines: [], warnings: [] })
})

test('a member that is called __proto__ is one like any other', () => {
  const update: unknown = JSON.parse('{ "__proto__": { "polluted": true } }')
  const { root } = applied({ a: {} }, [{ target: '$.a', update }])
  expect(JSON.stringify(root)).toBe('{"a":{"__proto__":{"polluted":true}}}')
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('Overlay 1.0 removes a single value with a warning', () => {
  expect(applied({ a: 'x', b: 1 }, [{ target: '$.a', remove: true }], true)).toEqual({
    root: { b: 1 },
    lines: [],
    warnings: ['The target is a single value, which Overlay 1.0 cannot change; write "overlay: 1.1.0"'],
  })
})

test.for([
  ["$.paths['/order'].get", '"paths" has no "/order"; did you mean "/orders"?'],
  ['$.path', 'the contract has no "path"; did you mean "paths"?'],
  ['$.webhooks', 'the contract has no "webhooks"'],
  ["$.paths['/teas'].get", '"/teas" is a reference to "teas.yaml"; change what it refers to'],
  ['$.paths.*.put', undefined],
] as const)('why %s selects nothing', ([target, why]) => {
  const document = { paths: { '/orders': { get: {} }, '/teas': { $ref: 'teas.yaml' } } }
  expect(applied(document, [{ target, update: {} }]).warnings).toEqual([
    `"${target}" selects nothing${why === undefined ? '' : `: ${why}`}`,
  ])
})

test('copies that grow without end are refused', () => {
  const doubled = Array.from({ length: 40 }, () => ({ target: '$.a', copy: '$.a' }))
  expect(applied({ a: [1, 2] }, doubled, false, 249_980).lines).toEqual([
    'overlay.yaml:12:14 overlay: The overlays add more than 250,000 values',
  ])
})
