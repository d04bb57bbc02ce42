import type { SecurityRequirement } from './document.ts'

/** The methods an OpenAPI path item can hold, in the order of the specification (OpenAPI 3.1.1, 4.8.9.1). */
export const methods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const

export type Method = (typeof methods)[number]

/** One row of a generated operation table. */
interface OperationRow {
  readonly method: Method
  readonly path: string
  /** Alternatives, first present wins; an empty list is a public operation. */
  readonly security: readonly SecurityRequirement[]
  readonly statuses: readonly (number | string)[]
  /** The media types of its body, if it takes one. */
  readonly mediaTypes?: readonly string[]
  /** Successes are JSON or something else (`any`), or something else (`other`); default: JSON alone. */
  readonly answers?: 'any' | 'other'
  /** The parameters that are not written in the default style of their place, by place and name. */
  readonly styles?: object
  /** How fields of forms and parts are written, by media type and field. */
  readonly encodings?: object
}

/** A generated operation table: operationId to row. */
export type OperationTable = Readonly<Record<string, OperationRow>>
