import type { Sent } from '../../../src/conformance/request.ts'

/** What has to become of a request: no success, or any answer that its operation documents but a failure of ours. */
export type Expected = 'refused' | 'documented'

/** How a request is authenticated: with a good credential, put in when it is sent, or with what stands in it. */
export type CredentialUse = 'good' | 'twice' | 'mangled' | 'as-it-stands'

/** A request as plain data, so that a failure can be printed and shrunk. */
export interface GeneratedRequest {
  /** What was done to a valid request; `nothing` is valid. */
  readonly broken: string
  readonly path: string
  readonly sent: Sent
  readonly credential: CredentialUse
  readonly expected: Expected
}
