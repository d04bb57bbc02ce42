import type { ContractDocument } from '../contract/document.ts'
import type { ErasedRequest, Reply } from '../contract/handler.ts'
import type { Refusal, RefusalForm } from '../contract/refusal.ts'
import type { SchemeReader } from './scheme-reader.ts'

/** An API once its types are forgotten: what is needed to serve it with handlers that work with such a context. */
export interface ServedApi<Context> {
  readonly id: string
  readonly document: ContractDocument
  readonly handlers: Readonly<Record<string, ErasedHandler<Context>>>
  readonly schemes: Readonly<Record<string, SchemeReader<unknown, Context>>>
  /**
   * Default: the first alternative of which a credential was sent decides alone. `any`: one that is satisfied is enough. Names
   * of schemes: the same, but the first of these that was sent decides alone.
   */
  readonly accepts?: 'any' | readonly string[] | undefined
  readonly form: RefusalForm
  /** The largest body, in bytes; default: the usual one. */
  readonly bodyLimit?: number | undefined
}

type ErasedHandler<Context> = (
  request: ErasedRequest,
  context: Context & { readonly caller?: unknown },
) => Reply | Refusal | Promise<Reply | Refusal>
