import type { RefusalName } from './refusal.ts'
import type { SeenAs } from './refusal-causes.ts'

/**
 * `x-refusals` at the root, a security scheme or an operation: what is said of a refusal, by its name. Of each member the
 * narrowest name that has it counts (`unknown-client` before `wrong-login`, `missing` before `unauthenticated`), and then the
 * nearest place: the operation, the security scheme, the root. Of `body` and `form` the nearest place counts first.
 */
export type Refusals = Readonly<Partial<Record<RefusalName, RefusalDeclaration>>> &
  RefusalBody & {
    /** The realm of challenges (RFC 9110, 11.5). */
    readonly realm?: string
  }

export interface RefusalBody {
  /**
   * A template: a text may hold placeholders such as `{message}`, and keeps the type of a value where it is nothing else. A
   * list whose one item has `{violation.…}` is repeated for each violation, and left out without any.
   */
  readonly body?: unknown
  /** `oauth`: the error of RFC 6749, 5.2, instead of `body`. */
  readonly form?: 'oauth'
}

export interface RefusalDeclaration extends RefusalBody {
  readonly status?: number
  /** May hold `{violations}`, `{limit}`, `{accept}` and `{status}`. */
  readonly message?: string
  /** The error code of OAuth; default: the usual one. */
  readonly error?: string
  /** The name of an authentication scheme (RFC 9110, 11.6.1). */
  readonly challenge?: string
  /** It looks exactly like another refusal. */
  readonly as?: SeenAs
}
