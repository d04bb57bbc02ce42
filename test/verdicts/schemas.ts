import { accepts, integer, type Judged, json, object, refuses, taking, text } from './case.ts'

const discriminator = '4.8.25'
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const cat = object({ kind: text, lives: integer }, 'kind', 'lives')
const dog = object({ kind: text, good: { type: 'boolean' } }, 'kind', 'good')
const emu = object({ kind: text, feathers: integer }, 'kind', 'feathers')
const mapping = { cat: ref('Cat').$ref, dog: ref('Dog').$ref, emu: ref('Emu').$ref }
const forms = [ref('Cat'), ref('Dog'), ref('Emu')]
const mapped = { propertyName: 'kind', mapping }

export const schemaContracts: readonly Judged[] = [
  {
    name: 'forms that a discriminator names',
    paths: {
      '/inline': taking({ oneOf: forms, discriminator: mapped }),
      '/ref': taking(ref('Pet')),
      '/any': taking(ref('AnyPet')),
      '/nested': taking(object({ pet: ref('Pet') })),
      '/list': taking({ type: 'array', items: ref('Pet') }),
      '/names': taking(ref('Named')),
      '/parent': taking(ref('Parent')),
    },
    schemas: {
      ...{ Cat: cat, Dog: dog, Emu: emu },
      Pet: { oneOf: forms, discriminator: mapped },
      AnyPet: { anyOf: forms, discriminator: mapped },
      Named: { oneOf: forms, discriminator: { propertyName: 'kind' } },
      Parent: { ...object({ kind: text }, 'kind'), discriminator: { propertyName: 'kind' } },
      Child: { allOf: [ref('Parent'), object({ age: integer }, 'age')] },
    },
    cases: [
      ...['/inline', '/ref', '/any'].flatMap((path) => [
        accepts(`POST ${path}`, discriminator, json({ kind: 'cat', lives: 9 })),
        accepts(`POST ${path}`, discriminator, json({ kind: 'dog', good: true })),
        accepts(`POST ${path}`, discriminator, json({ kind: 'emu', feathers: 1 })),
        refuses(`POST ${path}`, discriminator, json({ kind: 'dog' })),
        refuses(`POST ${path}`, discriminator, json({ kind: 'emu', feathers: 'x' })),
      ]),
      accepts('POST /ref', discriminator, json({ kind: 'dog', lives: 9 })),
      refuses('POST /ref', discriminator, json({ kind: 'cat', lives: 9, good: true })),
      refuses('POST /ref', '4.8.25.4', json({ kind: 'lion', lives: 9 })),
      accepts('POST /nested', discriminator, json({ pet: { kind: 'emu', feathers: 1 } })),
      refuses('POST /nested', discriminator, json({ pet: { kind: 'emu' } })),
      accepts(
        'POST /list',
        discriminator,
        json([
          { kind: 'cat', lives: 9 },
          { kind: 'emu', feathers: 1 },
        ]),
      ),
      refuses('POST /list', discriminator, json([{ kind: 'cat', lives: 9 }, { kind: 'emu' }])),
      accepts('POST /names', '4.8.25.3', json({ kind: 'Dog', good: true })),
      refuses('POST /names', '4.8.25.4', json({ kind: 'dog', good: true })),
      accepts('POST /parent', '4.8.25.2', json({ kind: 'Child' })),
      refuses('POST /parent', '4.8.25.2', json({})),
    ],
  },
  {
    name: 'null',
    paths: {
      '/types': taking(object({ v: { type: ['string', 'null'] } })),
      '/choice': taking(object({ v: { anyOf: [ref('Inner'), { type: 'null' }] } })),
      '/enum': taking(object({ v: { enum: ['a', null] } })),
      '/plain': taking(object({ v: text })),
      '/old': taking(object({ v: { nullable: true, allOf: [ref('Inner')] } })),
    },
    schemas: { Inner: object({ n: integer }) },
    cases: [
      accepts('POST /types', 'Validation, 6.1.1', json({ v: null })),
      refuses('POST /types', 'Validation, 6.1.1', json({ v: 1 })),
      accepts('POST /choice', 'Validation, 6.1.1', json({ v: null })),
      refuses('POST /choice', 'Validation, 6.1.1', json({ v: { n: 'x' } })),
      accepts('POST /enum', 'Validation, 6.1.2', json({ v: null })),
      refuses('POST /enum', 'Validation, 6.1.2', json({ v: 'b' })),
      refuses('POST /plain', 'Validation, 6.1.1', json({ v: null })),
      accepts('POST /old', '4.8.24.1', json({ v: { n: 1 } })),
      refuses('POST /old', '4.8.24.1', json({ v: { n: 'x' } })),
    ],
  },
  {
    name: 'tuples',
    paths: {
      '/open': taking({ type: 'array', prefixItems: [text, integer] }),
      '/closed': taking({ type: 'array', prefixItems: [text, integer], items: false }),
      '/rest': taking({ type: 'array', prefixItems: [text], items: integer }),
      '/contains': taking({ type: 'array', contains: integer, maxContains: 1 }),
    },
    cases: [
      accepts('POST /open', 'Core, 10.3.1.1', json(['a', 1, true])),
      accepts('POST /open', 'Core, 10.3.1.1', json(['a'])),
      refuses('POST /open', 'Core, 10.3.1.1', json(['a', 'b'])),
      accepts('POST /closed', 'Core, 10.3.1.2', json(['a', 1])),
      refuses('POST /closed', 'Core, 10.3.1.2', json(['a', 1, true])),
      accepts('POST /rest', 'Core, 10.3.1.2', json(['a', 1, 2])),
      refuses('POST /rest', 'Core, 10.3.1.2', json(['a', 'b'])),
      accepts('POST /contains', 'Core, 10.3.1.3', json(['a', 1])),
      refuses('POST /contains', 'Core, 10.3.1.3', json([1, 2])),
    ],
  },
  {
    name: 'numbers',
    paths: {
      '/cents': taking(object({ v: { type: 'number', multipleOf: 0.01 } })),
      '/tens': taking(object({ v: { type: 'integer', multipleOf: 10 } })),
      '/above': taking(object({ v: { type: 'number', exclusiveMinimum: 0 } })),
      '/small': taking(object({ v: { type: 'integer', format: 'int32' } })),
    },
    cases: [
      accepts('POST /cents', 'Validation, 6.2.1', json({ v: 19.99 })),
      accepts('POST /cents', 'Validation, 6.2.1', json({ v: 1234567.89 })),
      refuses('POST /cents', 'Validation, 6.2.1', json({ v: 19.999 })),
      accepts('POST /tens', 'Validation, 6.2.1', json({ v: 20 })),
      refuses('POST /tens', 'Validation, 6.2.1', json({ v: 25 })),
      refuses('POST /above', 'Validation, 6.2.5', json({ v: 0 })),
      accepts('POST /small', 'Validation, 6.1.1', { type: 'application/json', body: '{"v":1.0}' }),
    ],
  },
  {
    name: 'an invalid pattern',
    paths: {
      '/broken': taking(object({ v: { ...text, pattern: '([a-z' } })),
      '/other': taking(object({ v: { ...text, pattern: '^\\p{L}+$' } })),
    },
    cases: [
      accepts('POST /broken', 'Validation, 6.3.3', json({ v: 'x' })),
      refuses('POST /broken', 'Validation, 6.1.1', json({ v: 1 })),
      accepts('POST /other', 'Validation, 6.3.3', json({ v: 'größe' })),
      refuses('POST /other', 'Validation, 6.3.3', json({ v: '1' })),
    ],
  },
  {
    name: 'members of one direction',
    paths: {
      '/user': taking(
        object(
          { id: { ...text, readOnly: true }, name: text, password: { ...text, writeOnly: true } },
          'id',
          'name',
          'password',
        ),
      ),
    },
    cases: [
      accepts('POST /user', '4.8.24.3.2', json({ name: 'ada', password: 'pw' })),
      refuses('POST /user', '4.8.24.3.2', json({ name: 'ada' })),
      refuses('POST /user', '4.8.24.3.2', json({ id: '1', name: 'ada', password: 'pw' })),
    ],
  },
  {
    name: 'further members',
    paths: {
      '/closed': taking({ ...object({ a: text }), additionalProperties: false }),
      '/typed': taking({ ...object({ a: text }), additionalProperties: integer }),
      '/all': taking({ allOf: [ref('Base')], ...object({ a: text }), additionalProperties: false }),
      '/evaluated': taking({ allOf: [ref('Base')], ...object({ a: text }), unevaluatedProperties: false }),
      '/patterns': taking({ type: 'object', patternProperties: { '^x-': integer }, propertyNames: { maxLength: 4 } }),
    },
    schemas: { Base: object({ b: integer }) },
    cases: [
      accepts('POST /closed', 'Core, 10.3.2.3', json({ a: 'x' })),
      refuses('POST /closed', 'Core, 10.3.2.3', json({ a: 'x', b: 1 })),
      accepts('POST /typed', 'Core, 10.3.2.3', json({ b: 1 })),
      refuses('POST /typed', 'Core, 10.3.2.3', json({ b: 'x' })),
      accepts('POST /all', 'Core, 10.3.2.3', json({ a: 'x' })),
      refuses('POST /all', 'Core, 10.3.2.3', json({ a: 'x', b: 1 })),
      accepts('POST /evaluated', 'Core, 11.3', json({ a: 'x', b: 1 })),
      refuses('POST /evaluated', 'Core, 11.3', json({ a: 'x', b: 1, c: 1 })),
      accepts('POST /patterns', 'Core, 10.3.2.2', json({ 'x-a': 1 })),
      refuses('POST /patterns', 'Core, 10.3.2.2', json({ 'x-a': 'x' })),
      refuses('POST /patterns', 'Core, 10.3.2.4', json({ abcde: 1 })),
    ],
  },
  {
    name: 'formats',
    paths: {
      '/formats': taking(
        object({
          ...{ mail: { ...text, format: 'email' }, id: { ...text, format: 'uuid' } },
          ...{
            at: { ...text, format: 'date-time' },
            on: { ...text, format: 'date' },
            own: { ...text, format: 'color' },
          },
        }),
      ),
    },
    cases: [
      accepts('POST /formats', 'Validation, 7.3', json({ mail: 'a@example.com', on: '2027-01-01' })),
      accepts('POST /formats', 'Validation, 7.3.1', json({ at: '2027-01-01T00:00:00Z' })),
      refuses('POST /formats', 'Validation, 7.3.1', json({ at: '2027-01-01' })),
      refuses('POST /formats', 'Validation, 7.3.1', json({ on: '2027-02-30' })),
      refuses('POST /formats', 'Validation, 7.3.2', json({ mail: 'a' })),
      accepts('POST /formats', 'RFC 5321, 4.1.2', json({ mail: 'dev@localhost' })),
      refuses('POST /formats', 'Validation, 7.3.5', json({ id: '123' })),
      accepts('POST /formats', 'Validation, 7.2.3', json({ own: 'anything' })),
    ],
  },
  {
    name: 'conditions',
    paths: {
      '/const': taking(object({ v: { const: 1 } })),
      '/if': taking({
        ...object({ country: text, zip: text }),
        if: { properties: { country: { const: 'US' } }, required: ['country'] },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { required: ['zip'] },
      }),
      '/dependent': taking({ ...object({ card: text, address: text }), dependentRequired: { card: ['address'] } }),
      '/not': taking(object({ v: { not: { type: 'string' } } })),
    },
    cases: [
      accepts('POST /const', 'Validation, 6.1.3', json({ v: 1 })),
      refuses('POST /const', 'Validation, 6.1.3', json({ v: 2 })),
      accepts('POST /if', 'Core, 10.2.2', json({ country: 'US', zip: '1' })),
      accepts('POST /if', 'Core, 10.2.2', json({ country: 'DE' })),
      refuses('POST /if', 'Core, 10.2.2', json({ country: 'US' })),
      accepts('POST /dependent', 'Validation, 6.5.4', json({ address: 'x' })),
      refuses('POST /dependent', 'Validation, 6.5.4', json({ card: '1' })),
      refuses('POST /not', 'Core, 10.2.1.4', json({ v: 'x' })),
    ],
  },
  {
    name: 'names that every object has',
    paths: {
      '/demands': taking({ type: 'object', required: ['constructor'] }),
      '/types': taking(object({ toString: integer, hasOwnProperty: text })),
    },
    cases: [
      refuses('POST /demands', 'Validation, 6.5.3', json({})),
      accepts('POST /types', 'Core, 10.3.2.1', json({})),
      accepts('POST /types', 'Core, 10.3.2.1', json({ toString: 1, hasOwnProperty: 'x' })),
      refuses('POST /types', 'Core, 10.3.2.1', json({ toString: 'x' })),
    ],
  },
]
