import type { ContractDocument, Schema } from '../contract/document.ts'

/** A body and what it was held against: its schema, and the document that its references lead into. */
export interface BodySchema {
  readonly document: ContractDocument
  readonly schema: Schema
  readonly sent?: unknown
}
