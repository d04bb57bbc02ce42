import { expect, test } from 'vitest'
import type { ContractDocument } from './document.ts'
import { replySchemas } from './write-only.ts'

const text = { type: 'string' }
const secret = { ...text, writeOnly: true }
const both = ['name', 'password']
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const document: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Users', version: '1' },
  paths: {},
  components: {
    schemas: {
      Secret: secret,
      Login: { properties: { password: reference('Secret'), name: text } },
      Both: { required: both },
      Own: { required: both, properties: { password: secret } },
    },
  },
}

/** A schema of replies, with what it refers to among those of replies in place. */
function relaxed(schema: object): unknown {
  const { of, replies } = replySchemas(document)
  return JSON.parse(JSON.stringify(of(schema)), (_, value) => {
    const [, at] = /^#\/replies\/(\d+)$/.exec(value?.$ref) ?? []
    return at === undefined ? value : replies[Number(at)]
  })
}

test.each<[string, object, object]>([
  [
    'described in the same place',
    { required: both, properties: { password: secret, name: text } },
    { required: ['name'], properties: { password: secret, name: text } },
  ],
  [
    'described elsewhere',
    { required: both, properties: { password: reference('Secret') } },
    { required: ['name'], properties: { password: reference('Secret') } },
  ],
  [
    'marked where it is used',
    { required: both, properties: { password: { allOf: [text], writeOnly: true } } },
    { required: ['name'], properties: { password: { allOf: [text], writeOnly: true } } },
  ],
  [
    'described in a part',
    { allOf: [reference('Login')], required: both },
    { allOf: [reference('Login')], required: ['name'] },
  ],
  [
    'required in another part',
    { allOf: [reference('Login'), { required: both }] },
    { allOf: [reference('Login'), { required: ['name'] }] },
  ],
  [
    'required in a part that is described elsewhere',
    { allOf: [reference('Login'), reference('Both')] },
    { allOf: [reference('Login'), { required: ['name'] }] },
  ],
  [
    'required where it is described, elsewhere',
    { allOf: [reference('Own'), { required: both }] },
    { allOf: [reference('Own'), { required: ['name'] }] },
  ],
  [
    'required by some forms',
    { properties: { password: secret }, anyOf: [{ required: ['password'] }, { required: ['name'] }] },
    { properties: { password: secret }, anyOf: [{ required: [] }, { required: ['name'] }] },
  ],
  [
    'of an item of a list',
    { items: { required: both, properties: { password: secret } } },
    { items: { required: ['name'], properties: { password: secret } } },
  ],
  [
    'of a member called "required"',
    { properties: { required: { required: both, properties: { password: secret } } } },
    { properties: { required: { required: ['name'], properties: { password: secret } } } },
  ],
])('a member that is only for requests is not required, %s', (_where, schema, expected) => {
  expect(relaxed(schema)).toEqual(expected)
})

test.each<[string, object]>([
  ['of another object', { required: both, properties: { inner: { properties: { password: secret } } } }],
  ['in an example', { example: { required: both, properties: { password: secret } } }],
  ['that is for both', { required: both, properties: { password: text } }],
])('a member stays required %s', (_where, schema) => {
  expect(relaxed(schema)).toEqual(schema)
})

test('schemas that refer to each other twice on every level are each written once', () => {
  const levels = 40
  const level = (at: number): object => ({
    allOf: at < levels - 1 ? [reference(`N${at + 1}`), reference(`N${at + 1}`)] : [],
    required: ['password'],
  })
  const chain = Array.from({ length: levels }, (_, at) => [`N${at}`, level(at)])
  const schemas = {
    ...Object.fromEntries(chain),
    Top: { allOf: [reference('Login'), reference('N0')] },
    ...document.components?.schemas,
  }
  const { of, replies } = replySchemas({ ...document, components: { schemas } } as ContractDocument)
  of({ schemas })

  expect(replies.length).toBe(levels)
})

test('a schema that is part of itself is written once', () => {
  const schemas = { Self: { required: ['password'], allOf: [reference('Self')] }, ...document.components?.schemas }
  const { of, replies } = replySchemas({ ...document, components: { schemas } } as ContractDocument)
  const top = of({ allOf: [reference('Login'), reference('Self')] })

  expect(top).toEqual({ allOf: [reference('Login'), { $ref: '#/replies/0' }] })
  expect(replies).toEqual([{ required: [], allOf: [{ $ref: '#/replies/0' }] }])
})
