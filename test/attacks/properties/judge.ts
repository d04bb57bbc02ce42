import { type Schema as CheckedSchema, Validator } from '@cfworker/json-schema'
import { type Contract, type Operation, resolve } from '../../../src/contract/contract.ts'
import type { Parameter, Schema } from '../../../src/contract/document.ts'

/**
 * Whether values keep the schemas of a contract, by a validator that is not the server's. Formats are left out: what
 * exactly an e-mail address is validators disagree about, and the cases that break one say so themselves.
 */
export interface Judge {
  body(mediaType: string, value: unknown): boolean
  parameter(parameter: Parameter, value: string): boolean
}

export function compileJudge({ requestBody }: Operation, contract: Contract): Judge {
  const components = withoutFormats(contract.document.components)
  const validators = new Map<Schema, Validator>()
  const isValid = (schema: Schema, value: unknown) => {
    const checked = { ...(withoutFormats(schema) as object), components } as CheckedSchema
    const validator = validators.get(schema) ?? new Validator(checked, '2020-12')
    validators.set(schema, validator)
    return validator.validate(value).valid
  }
  return {
    body(mediaType, value) {
      const schema = requestBody?.content[mediaType]?.schema
      if (!schema) return false
      return isValid(schema, mediaType === 'application/json' ? value : fieldsRead(schema, value, contract))
    },
    parameter: ({ schema = {} }, value) => isValid(schema, textRead(resolve<Schema>(contract.document, schema), value)),
  }
}

function withoutFormats(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutFormats)
  if (typeof node !== 'object' || node === null) return node
  const kept = Object.entries(node).filter(([name, value]) => !(name === 'format' && typeof value === 'string'))
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutFormats(value)]))
}

/** The fields of a form are texts; what a schema wants as a number or a truth value is read as one. */
function fieldsRead(schema: Schema, value: unknown, contract: Contract): unknown {
  const { properties = {} } = resolve<Schema>(contract.document, schema) as { properties?: Record<string, Schema> }
  return Object.fromEntries(
    Object.entries(value as Record<string, string>).map(([name, text]) => [
      name,
      textRead(resolve<Schema>(contract.document, properties[name] ?? {}), text),
    ]),
  )
}

const readings: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
  integer: (text) => (/^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : text),
  number: (text) => (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text),
}

function textRead({ type }: Schema, text: string): unknown {
  return readings[String(type)]?.(text) ?? text
}
