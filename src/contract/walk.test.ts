import { expect, test } from 'vitest'
import { selfContained } from './walk.ts'

test('a self-contained document has no extension with a reference in it, but what the author only called like one', () => {
  const document = {
    'x-owner': { links: [{ $ref: 'http://localhost/owner' }] },
    paths: { 'x-more': { $ref: './more.yaml' }, '/teas': { get: { 'x-allow-unknown-query-parameters': true } } },
    components: { schemas: { 'x-tea': { properties: { 'x-leaf': { $ref: '#/components/schemas/x-tea' } } } } },
  }
  expect(selfContained(document)).toEqual({
    paths: { '/teas': { get: { 'x-allow-unknown-query-parameters': true } } },
    components: { schemas: { 'x-tea': { properties: { 'x-leaf': { $ref: '#/components/schemas/x-tea' } } } } },
  })
})

test.each(['http://localhost/tea.yaml', './tea.yaml', 'file:///tea.yaml'])(
  'a document that refers to %s is not self-contained',
  ($ref) => {
    expect(() => selfContained({ components: { schemas: { Tea: { items: { $ref } } } } })).toThrow(
      new TypeError(`The reference "${$ref}" leads out of the contract`),
    )
  },
)
