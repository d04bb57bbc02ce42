/** For backend teams: `latchkey/server`, the pieces that the reference server is built on. */
export {
  type FieldReader,
  type Parsed,
  readBasic,
  readBearer,
  readFormBasic,
  readHeaderKey,
  readQueryKey,
} from '../auth/authorization.ts'
export { type CookieAttributes, readCookie, serialiseCookie } from '../auth/cookies.ts'
export {
  type Challenge,
  type Challenges,
  type CredentialFault,
  challengeHeader,
} from '../contract/challenge.ts'
export { refusalFormOf } from '../contract/declared-refusals.ts'
export type { ContractDocument } from '../contract/document.ts'
export type { Finding } from '../contract/finding.ts'
export type { Reply } from '../contract/handler.ts'
export {
  notImplemented,
  type Refusal,
  type RefusalForm,
  type RefusalKind,
} from '../contract/refusal.ts'
export { describeViolation, describeViolations, type Violation } from '../contract/violation.ts'
export type {
  AnyHandler,
  ApiOptions,
  BaseContext,
  /** @deprecated The name of version 0.1; use `BaseContext`. */
  BaseContext as Kit,
  Schemes,
} from './api-options.ts'
export { type ApiListener, createApi } from './create-api.ts'
export { createFetchApi, type FetchApi, type FetchApiOptions } from './create-fetch-api.ts'
export type { Log } from './pipeline.ts'
export type { Fault, Reading, SchemeReader } from './scheme-reader.ts'
