import type { Handlers } from '../../generated/sandbox/operations.ts'
import type { Context } from '../served/api.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { Control } from './control.ts'

export type SandboxContext = Context<ApiSettings> & { readonly control: Control }

/** Who may be asking: whoever holds the control token. */
export interface SandboxCallers {
  readonly controlToken: 'owner'
}

/** What the generated stub asks this folder for. */
export type SandboxHandlers = Handlers<SandboxContext, SandboxCallers>
