import type { IncomingMessage } from 'node:http'
import type { FieldReader } from '../auth/authorization.ts'
import type { Reply } from '../contract/handler.ts'
import type { Refusal, RefusalForm } from '../contract/refusal.ts'
import type { Log } from './pipeline.ts'
import type { SchemeReader } from './scheme-reader.ts'

/** What the context of every credential reader and handler holds, in addition to what `context` returns. */
export interface BaseContext {
  /** Reads a header field, or the lines of a repeated one; names are lower case. */
  readonly fields: FieldReader
  /** As it was sent: the handler of a GET also runs for HEAD, which must change nothing (RFC 9110, 9.2.1). */
  readonly method: string
}

/** An API as its author writes it. */
export interface ApiOptions<Own extends object, Callers extends object, Incoming = IncomingMessage> {
  /** The bundled contract: `contract` of `latchkey/servers/<api>`, or the JSON that `latchkey generate` wrote. */
  readonly contract: unknown
  /** One per operation, of the type `Handlers` that is generated from the contract. */
  readonly handlers: Readonly<Record<string, AnyHandler<Own & BaseContext>>>
  /** One reader per security scheme of the contract, by its name. */
  readonly schemes: Schemes<Callers, Own & BaseContext>
  /** How the API words its refusals. */
  readonly form: RefusalForm
  /**
   * Which of several alternatives of `security` decides. Default: the first of which a credential was sent. `any`: one that is
   * satisfied is enough (OpenAPI 3.1.1, 4.8.30). Names of schemes: the same, but the first of these that was sent decides alone.
   */
  readonly accepts?: 'any' | readonly string[]
  /** What readers and handlers of one request work with; asked once the operation is known. */
  readonly context: (request: Incoming) => Own | Promise<Own>
  /** Serialised origins (`https://app.example.com`) that may call the API, where its contract has an allow-list. */
  readonly allowedOrigins?: readonly string[]
  /** The origin of the API itself, where the request does not show it, as behind a proxy that ends TLS. */
  readonly ownOrigin?: string
  /** The largest body that is read, in bytes; a larger one is a 413. Default: 16 KiB (16,384). */
  readonly bodyLimit?: number
  /** Where failures and broken contracts are written, never for the client. Default: standard error. */
  readonly log?: Log
  /** What an exception of a reader, a handler or `context` is to the client; 500 where this gives nothing. */
  readonly failure?: (error: unknown) => Refusal | undefined
}

/** One reader per security scheme; `Callers` says by name who each of them finds. */
export type Schemes<Callers extends object, Context> = {
  readonly [Name in keyof Callers]: SchemeReader<Callers[Name], Context>
}

/** Any handler that is content with such a context; what it takes and answers is held by its generated type. */
export type AnyHandler<Context> = (
  request: never,
  context: Context & { readonly caller: never },
) => Reply | Refusal | Promise<Reply | Refusal>
