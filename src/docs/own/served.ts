import type { DemoCredential } from '../../engine/demo-credentials.ts'
import type { ServedReport } from '../../served/report.ts'
import type { RefusalRow } from './refusals.ts'

/** How a contract of one's own is served: what its documentation says beyond the contract. */
export interface Served {
  readonly report: ServedReport
  /** Published credentials of the sandbox, filled in where one can be sent. */
  readonly credentials: readonly DemoCredential[]
  readonly refusals: readonly RefusalRow[]
  /** Where `latchkey generate` writes the typed client. */
  readonly clientModule: string
}
