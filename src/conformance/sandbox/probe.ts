import type { operations } from '../../../generated/sandbox/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../check.ts'

export type Operations = operations

/** Whose sandbox it is: an API with accounts, and one whose keys come from a settings page. */
export interface People {
  readonly api: string
  readonly keyApi: string
  readonly keyOwner: string
}

export type SandboxProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>
