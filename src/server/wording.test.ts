import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { wordingOf } from './wording.ts'

const ajv = formats.default(new Ajv2020({ strict: false }))

/** What ajv says of a value, in our words. */
function said(schema: object, value: unknown): string {
  const validate = ajv.compile(schema)
  validate(value)
  const { keyword = '', message = '' } = validate.errors?.at(-1) ?? {}
  return wordingOf(keyword, message)
}

test.each<[object, unknown, string]>([
  [{ required: ['a'] }, {}, 'is required'],
  [{ additionalProperties: false }, { a: 1 }, 'is not known here'],
  [{ unevaluatedProperties: false }, { a: 1 }, 'is not known here'],
  [{ minLength: 1 }, '', 'is too short: at least 1 character'],
  [{ minLength: 8 }, 'x', 'is too short: at least 8 characters'],
  [{ maxLength: 2 }, 'xxx', 'is too long: at most 2 characters'],
  [{ minItems: 1 }, [], 'has too few items: at least 1 item'],
  [{ maxItems: 2 }, [1, 2, 3], 'has too many items: at most 2 items'],
  [{ minProperties: 1 }, {}, 'has too few members: at least 1 member'],
  [{ maxProperties: 1 }, { a: 1, b: 2 }, 'has too many members: at most 1 member'],
  [{ minimum: -1.5 }, -2, 'is too small: at least -1.5'],
  [{ exclusiveMinimum: 0 }, 0, 'is too small: more than 0'],
  [{ maximum: 1e21 }, 1e22, 'is too large: at most 1e+21'],
  [{ exclusiveMaximum: 5 }, 5, 'is too large: less than 5'],
  [
    { format: 'date-time' },
    'x',
    'does not have the right format: a date and time such as 2027-01-01T00:00:00Z (RFC 3339)',
  ],
  [{ format: 'email' }, 'x', 'does not have the right format: an e-mail address such as someone@example.com'],
  [{ format: 'ipv4' }, 'x', 'does not have the right format: ipv4'],
  [{ pattern: '^"[0-9]{6}"$' }, 'x', 'does not have the right form: ^"[0-9]{6}"$'],
  [{ pattern: `^${'a'.repeat(100)}$` }, 'x', `does not have the right form: ^${'a'.repeat(63)}…`],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 5, 'has none of the forms it may have'],
  [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 5, 'does not have exactly one of the forms it may have'],
  [{ enum: ['a', 'b'] }, 'c', 'must be equal to one of the allowed values'],
  [{ items: false }, [1], 'is not allowed'],
  [{ type: 'string' }, 5, 'must be string'],
])('%j says of %j that it %s', (schema, value, words) => {
  expect(said(schema, value)).toBe(words)
})

test.each(['constructor', '__proto__', ''])('the keyword "%s" keeps its message', (keyword) => {
  expect(wordingOf(keyword, 'is wrong')).toBe('is wrong')
})
