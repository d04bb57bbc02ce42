import type { ParameterStyles } from './parameters.ts'

/** How the fields of a form or of parts are written, where the contract says so (OpenAPI 3.1.1, 4.8.15). */
export type Encodings = Readonly<
  Record<string, { readonly style?: string; readonly explode?: boolean; readonly contentType?: string }>
>

/** A row of the generated operation table. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly statuses: readonly (number | string)[]
  readonly mediaTypes?: readonly string[]
  /** Successes are JSON or something else (`any`), or something else (`other`); default: JSON alone. */
  readonly answers?: 'any' | 'other'
  /** By place (`query`, `path`, `header`, `cookie`), the parameters that are not written in the default style. */
  readonly styles?: Readonly<Record<string, ParameterStyles>>
  /** By media type. */
  readonly encodings?: Readonly<Record<string, Encodings>>
}

/** Whether an answer that leads elsewhere is one that the contract tells of. */
export function leadsElsewhere({ statuses }: Operation): boolean {
  return statuses.some((status) => /^3/.test(String(status)))
}
