import { describe, expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { compileRequestValidator } from './request-validator.ts'

const json = 'application/json'

const cat = {
  type: 'object',
  required: ['kind', 'lives'],
  properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
}
const dog = {
  type: 'object',
  required: ['kind', 'good'],
  properties: { kind: { type: 'string' }, good: { type: 'boolean' } },
}
const schemas = {
  Cat: cat,
  Dog: dog,
  Puppy: {
    allOf: [{ $ref: '#/components/schemas/Dog' }, { required: ['age'], properties: { age: { type: 'integer' } } }],
  },
  Pet: {
    oneOf: ['Cat', 'Dog', 'Puppy'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
    discriminator: {
      propertyName: 'kind',
      mapping: {
        cat: '#/components/schemas/Cat',
        dog: '#/components/schemas/Dog',
        puppy: '#/components/schemas/Puppy',
      },
    },
  },
  Broken: {
    type: 'object',
    properties: { k: { type: 'string', pattern: '([a-z' }, n: { type: 'integer', minimum: '1' } },
  },
  Link: { type: 'object', properties: { next: { $ref: '#/components/schemas/Link' }, n: { type: 'integer' } } },
}

const pet = { $ref: '#/components/schemas/Pet' }

/** A validator of an API whose operations take one body each; what it tells of a body. */
function judging(bodies: Readonly<Record<string, object | boolean>>, more: object = {}) {
  const paths = Object.entries(bodies).map(([id, schema]) => {
    const requestBody = { required: true, content: { [json]: { schema } } }
    return [`/${id}`, { post: { operationId: id, requestBody, responses: {} } }]
  })
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: { ...schemas, ...more } },
  }
  const contract = readContract(document as ContractDocument)
  const validate = compileRequestValidator(contract)
  return (id: string, body: unknown) => {
    const operation = contract.operations.find((each) => each.id === id)
    if (!operation) throw new TypeError(`no operation ${id}`)
    const request = {
      method: 'POST',
      path: '',
      originalUrl: '',
      headers: {},
      params: {},
      query: {},
      body,
      judgedAs: json,
    }
    return validate(request, operation, {})?.map(({ path, keyword }) => `${path.join('.')} ${keyword}`) ?? 'valid'
  }
}

describe('of a body that says which form it has, the faults of that form are told', () => {
  const tell = judging({ pet, pets: { type: 'array', items: pet }, owner: { type: 'object', properties: { pet } } })

  test.each([
    [{ kind: 'dog', good: 'yes' }, ['good type']],
    [{ kind: 'cat', lives: '9' }, ['lives type']],
    [{ kind: 'puppy', good: 1, age: 'x' }, ['good type', 'age type']],
    [{ kind: 'lion', lives: 9 }, ['kind enum']],
    [{ lives: 9 }, ['kind required']],
  ])('%j', (body, faults) => {
    expect(tell('pet', body)).toEqual(faults)
  })

  test('wherever it stands', () => {
    expect(
      tell('pets', [
        { kind: 'cat', lives: 9 },
        { kind: 'dog', good: 1 },
      ]),
    ).toEqual(['1.good type'])
    expect(tell('owner', { pet: { kind: 'cat', lives: '9' } })).toEqual(['pet.lives type'])
    expect(tell('owner', { pet: { kind: 'lion', lives: 9 } })).toEqual(['pet.kind enum'])
  })
})

test('of a value that may be null the faults of what else it may be are told', () => {
  const cat = { $ref: '#/components/schemas/Cat' }
  const tell = judging({
    last: { properties: { pet: { anyOf: [cat, { type: 'null' }] } } },
    first: { properties: { pet: { anyOf: [{ type: 'null' }, { allOf: [cat] }] } } },
  })

  for (const id of ['first', 'last']) {
    expect(tell(id, { pet: { kind: 'cat', lives: 'x' } })).toEqual(['pet.lives type'])
    expect(tell(id, { pet: null })).toBe('valid')
  }
})

test('what one operation has wrong in its schema is not checked there, and nothing else is concerned', () => {
  const tell = judging({
    broken: { $ref: '#/components/schemas/Broken' },
    tuple: { type: 'array', prefixItems: [{ type: 'string' }] },
    nowhere: { $ref: '#/components/schemas/Nowhere' },
    whole: { type: 'object', properties: { hasOwnProperty: { type: 'boolean' }, n: { type: 'integer' } } },
  })

  expect(tell('broken', { k: 'x', n: 0 })).toBe('valid')
  expect(tell('broken', { k: 1, n: 'x' })).toEqual(['k type', 'n type'])
  expect(tell('tuple', ['a', 1])).toBe('valid')
  expect(tell('tuple', [1])).toEqual(['0 type'])
  expect(tell('nowhere', 1)).toBe('valid')
  expect(tell('whole', { n: 'x' })).toEqual(['n type'])
})

test('what every object has is not a member of it', () => {
  const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty']
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  const tell = judging({ demands: { type: 'object', required: names }, types: { type: 'object', properties } })

  expect(tell('demands', {})).toEqual(names.map((name) => `${name} required`))
  expect(tell('demands', Object.fromEntries(names.map((name) => [name, 1])))).toBe('valid')
  expect(tell('types', {})).toBe('valid')
  expect(tell('types', { toString: 1 })).toEqual(['toString type'])
})

test('members that only answers have are refused, and not demanded', () => {
  const id = { type: 'string', readOnly: true }
  const base = { properties: { id }, required: ['id'] }
  const tell = judging({
    plain: { type: 'object', ...base },
    parts: { allOf: [{ properties: { id } }, { type: 'object', required: ['id', 'name'] }] },
    wrapped: { type: 'object', required: ['id'], properties: { id: { allOf: [{ type: 'string' }], readOnly: true } } },
  })

  for (const id of ['plain', 'parts', 'wrapped']) {
    expect(tell(id, { name: 'x' })).toBe('valid')
    expect(tell(id, { name: 'x', id: '1' })).toEqual(['id readOnly'])
  }
})

test('defaults are put in where they are of the right type', () => {
  const properties = {
    a: { type: 'integer', default: 1 },
    b: { type: 'string', default: null },
    c: { enum: ['x'], default: 'y' },
  }
  const body: Record<string, unknown> = {}

  expect(judging({ body: { type: 'object', properties } })('body', body)).toBe('valid')
  expect(body).toEqual({ a: 1 })
})

test('what JSON cannot write is no number', () => {
  const tell = judging({ number: { type: 'number' }, integer: { type: 'integer' } })

  for (const value of [JSON.parse('1e999'), Number.NEGATIVE_INFINITY, Number.NaN]) {
    expect(tell('number', value)).toEqual([' type'])
    expect(tell('integer', value)).toEqual([' type'])
  }
})

test('a schema may take any body, or none', () => {
  const tell = judging({ any: true, none: false })

  expect(tell('any', { a: 1 })).toBe('valid')
  expect(tell('none', { a: 1 })).toEqual([' false schema'])
})

test.each(['', '/', '~1', 'a/b', 'x'.repeat(65)])('a member "%s" is unknown where it stands', (name) => {
  const closed = { type: 'object', additionalProperties: false }
  const tell = judging({
    outer: closed,
    inner: { properties: { a: closed } },
    typed: { properties: { a: { additionalProperties: { properties: { n: { type: 'integer' } } } } } },
    parts: { properties: { a: { type: 'object', unevaluatedProperties: false } } },
    demands: { properties: { a: { type: 'object', required: [name], dependentRequired: { b: [name] } } } },
  })

  expect(tell('outer', { [name]: 1 })).toEqual(['… additionalProperties'])
  expect(tell('inner', { a: { [name]: 1 } })).toEqual(['a.… additionalProperties'])
  expect(tell('typed', { a: { [name]: { n: 'x' } } })).toEqual(['a.….n type'])
  expect(tell('parts', { a: { [name]: 1 } })).toEqual(['a.… unevaluatedProperties'])
  expect(tell('demands', { a: { b: 1 } })).toEqual(['a.… required', 'a.… dependentRequired'])
})

test('a schema may lead to itself', () => {
  const tell = judging({ link: { $ref: '#/components/schemas/Link' } })

  expect(tell('link', { next: { next: { n: 1 } } })).toBe('valid')
  expect(tell('link', { next: { next: { n: 'x' } } })).toEqual(['next.next.n type'])
})

test('a schema may lead to hundreds of others', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 800 }, (_, at) => {
      const next = { $ref: `#/components/schemas/N${(at + 1) % 800}` }
      return [`N${at}`, { type: 'object', properties: { next, n: { type: 'integer' } } }]
    }),
  )
  const tell = judging({ chain: { $ref: '#/components/schemas/N0' } }, chain)

  expect(tell('chain', { next: { next: { n: 1 } } })).toBe('valid')
  expect(tell('chain', { next: { next: { n: 'x' } } })).toEqual(['next.next.n type'])
})

test('a `url`, which is no format of JSON Schema, may be one of this machine', () => {
  const judge = judging({ link: { type: 'string', format: 'url' } })

  expect(judge('link', 'http://localhost:5173/callback')).toBe('valid')
})
