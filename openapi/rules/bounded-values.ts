import type { Oas3Rule } from '@redocly/openapi-core'

/** A text with one of these formats is bounded by it. */
const boundedFormats: ReadonlySet<string> = new Set(['uuid', 'uuid4', 'date', 'date-time'])

/** Whatever a client sends or reads has an end: texts a greatest length, arrays a greatest number of items. */
export const boundedValues: Oas3Rule = () => ({
  Schema(schema, { report }) {
    const types = [schema.type].flat()
    const fixed = 'const' in schema || schema.enum !== undefined || boundedFormats.has(schema.format ?? '')
    if (types.includes('string') && !fixed && schema.maxLength === undefined)
      report({ message: 'A text needs a `maxLength`' })
    if (types.includes('array') && schema.maxItems === undefined) report({ message: 'An array needs `maxItems`' })
  },
})
