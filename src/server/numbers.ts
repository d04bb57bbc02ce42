import type { Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import type { Violation } from '../contract/violation.ts'

/** How a number is written in a path or a query (RFC 8259, 6, without the exponent for whole ones). */
const spellings: Readonly<Record<string, RegExp>> = {
  integer: /^-?(0|[1-9]\d*)$/,
  number: /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/,
}

const none: readonly Violation[] = []

/** The parameters that only coercion would take for a number: `1e3`, `0x10`, ` 7`. The validator coerces them all. */
export function misspeltNumbers(
  { parameters }: Operation,
  path: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): readonly Violation[] {
  if (!parameters.some(isNumeric)) return none
  const values: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { path, query }
  return parameters
    .filter(isNumeric)
    .filter(({ in: where, name, schema }) => isMisspelt(values[where]?.[name], String(schema?.type)))
    .map(({ in: where, name, schema }) => ({
      in: where,
      path: [name],
      keyword: 'type',
      message: `must be ${schema?.type}`,
    }))
}

function isNumeric({ schema }: Parameter): boolean {
  return schema?.type === 'integer' || schema?.type === 'number'
}

function isMisspelt(value: unknown, type: string): boolean {
  return typeof value === 'string' && spellings[type]?.test(value) === false
}
