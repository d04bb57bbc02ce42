import { Ajv2020 } from 'ajv/dist/2020.js'
import { once } from '../contract/once.ts'
import { inputMeanings, outputMeanings } from '../ways/meaning.ts'

const text = { type: 'string', minLength: 1 }
const expression = {
  type: 'string',
  pattern: "^\\$response\\.(body(#(/.*)?)?|(header|cookie)\\.[!#$%&'*+.^_`|~0-9A-Za-z-]+)$",
}
const named = (values: object) => ({
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9]*$' },
  additionalProperties: values,
})
const closed = (properties: object, ...required: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

const value = { type: ['string', 'number', 'boolean'] }
const values = { type: 'object', additionalProperties: value }
const body = {
  type: 'object',
  additionalProperties: eitherObject({ $ref: '#/$defs/body' }, value),
}
const credentials = { type: 'object', additionalProperties: text }
const callMembers = { operationId: text, parameters: values, requestBody: { $ref: '#/$defs/body' }, credentials }
const call = closed(callMembers, 'operationId')
const redirect = closed(
  {
    ...callMembers,
    callback: text,
    returnTo: closed({
      allowed: { type: ['array', 'string'], items: text, pattern: '^\\$settings\\.' },
      default: text,
    }),
  },
  'operationId',
)

const shape = {
  $defs: { body },
  ...named(
    closed({
      description: text,
      inputs: named(closed({ description: text, is: { enum: inputMeanings }, required: { type: 'boolean' } })),
      obtain: call,
      redirect,
      renew: call,
      end: call,
      outputs: named(eitherObject(closed({ at: expression, is: { enum: outputMeanings } }, 'at'), expression)),
      answer: { type: 'object', propertyNames: { pattern: '^/' } },
      lifecycle: { type: 'object' },
      expires: { ...closed({ at: text, in: text, jwt: text }), minProperties: 1, maxProperties: 1 },
      send: {
        oneOf: [text, closed({ username: { type: 'string' }, password: { type: 'string' } }, 'username', 'password')],
      },
    }),
  ),
}

/** Judged by one of two schemas, so that a fault is that of the one that was meant. */
function eitherObject(object: object, other: object): object {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { type: 'object' }, then: object, else: other }
}

/** Compiled for the contracts that have ways. */
const validator = once(() => new Ajv2020({ allowUnionTypes: true }).compile(shape))

/** What is wrong, and where within `x-ways`: `/password/obtain`. */
export interface Fault {
  readonly at: string
  readonly message: string
}

/** How a value differs from the shape of {@link Ways}; of several faults the first, and of its causes the outermost. */
export function shapeFaults(ways: unknown): Fault[] {
  const validate = validator()
  if (validate(ways)) return []
  const { instancePath = '', keyword, message, params } = validate.errors?.at(-1) ?? {}
  const { additionalProperty, propertyName } = Object(params) as {
    readonly [param in 'additionalProperty' | 'propertyName']?: string
  }
  const name = additionalProperty ?? propertyName
  const member = `x-ways${instancePath.replaceAll('/', '.')}`
  const expected = keyword === 'oneOf' ? 'must be a text, or an object with "username" and "password"' : message
  return [{ at: instancePath, message: `"${member}" ${expected}${name === undefined ? '' : ` "${name}"`}` }]
}
