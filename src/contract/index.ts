/** What generated operation tables import: `latchkey/contract`. */
export type { HandlersFor, ReplyOf, RequestOf } from './handler.ts'
export type { OperationTable } from './operation.ts'
