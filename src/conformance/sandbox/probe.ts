import type { operations } from '../../../generated/sandbox/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../check.ts'

export type Operations = operations

/** Whose sandbox it is: an API with accounts alone, and one for each thing that only some APIs have. */
export interface People {
  readonly api: string
  readonly keyApi: string
  readonly keyOwner: string
  readonly clientApi: string
  readonly publicClientApi: string
  readonly purgeApi: string
  /** A login of `api` that succeeds. */
  readonly login: { readonly operation: string; readonly path: string; readonly form: Readonly<Record<string, string>> }
  /** An API where whoever signs up has to follow a link first. */
  readonly signUp: { readonly api: string; readonly path: string; readonly email: string }
}

/** The name of the world that an address of the control API is in. */
export function worldAt(address: string): string {
  return /\/~([^/]+)\//.exec(address)?.[1] ?? ''
}

export type SandboxProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>
