import { Ajv2020 } from 'ajv/dist/2020.js'
import { emailAddress } from '../contract/email.ts'
import { once } from '../contract/once.ts'

const text = { type: 'string', minLength: 1, maxLength: 1_000 }
const texts = { type: 'array', items: text }

const listOf = (properties: object, required: readonly string[], isOpen = false) => ({
  type: 'array',
  items: { type: 'object', required, properties, ...(!isOpen && { additionalProperties: false }) },
})

const account = {
  ...{ id: text, login: text, name: text, role: text, password: text },
  email: { ...text, format: 'email' },
  phone: { type: 'string', pattern: '^\\+?[0-9]{6,15}$' },
  hash: { type: 'string', pattern: '^\\$argon2id\\$' },
  keys: { type: 'object', additionalProperties: text },
}

/** The JSON Schema of {@link Seed}. */
const seedSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    accounts: listOf(account, ['email'], true),
    clients: listOf({ id: { ...text, pattern: '^\\S+$' }, name: text, secret: text, redirectUris: texts }, ['id']),
    keys: listOf({ way: text, value: text, subject: text, scopes: texts }, ['way', 'value', 'subject'], true),
    settings: { type: 'object' },
  },
}

const validator = once(() => new Ajv2020().addFormat('email', emailAddress).compile(seedSchema))

/** A fault of a seed, by the names that lead to its place. */
export interface SeedFault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** How a value differs from the shape of a seed: the first fault. */
export function seedShapeFaults(seed: unknown): SeedFault[] {
  const validate = validator()
  if (validate(seed)) return []
  const { instancePath = '', keyword = '', message = '', params = {} } = validate.errors?.[0] ?? {}
  const path = instancePath.split('/').slice(1)
  const name = ['seed', ...path].join('.')
  const { additionalProperty } = params as { readonly additionalProperty?: string }
  if (additionalProperty !== undefined)
    return [{ path: [...path, additionalProperty], message: `"${name}" has no member "${additionalProperty}"` }]
  return [{ path, message: `"${name}" ${wordings[keyword]?.(params) ?? message}` }]
}

const wordings: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  required: ({ missingProperty }) => `lacks "${missingProperty}"`,
  type: ({ type }) => `is not ${type === 'array' ? 'a list' : type === 'object' ? 'an object' : 'a text'}`,
  format: () => 'is not an e-mail address',
  pattern: ({ pattern }) => `does not have the form ${pattern}`,
  minLength: () => 'is empty',
  maxLength: ({ limit }) => `is longer than ${limit} characters`,
}
