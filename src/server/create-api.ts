import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { TLSSocket } from 'node:tls'
import type { FieldReader } from '../auth/authorization.ts'
import { pooled, type Random } from '../auth/secret.ts'
import type { Reply } from '../contract/handler.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import type { Refusal, RefusalForm } from '../contract/refusal.ts'
import { type Exchange, fieldReader, type Step } from './exchange.ts'
import { type MountedApi, mountApi } from './mounted-api.ts'
import { checkBodyLimit, checkOrigin, checkSchemes, documentOf } from './options.ts'
import { type Log, type Pipeline, serve } from './pipeline.ts'
import type { SchemeReader } from './scheme-reader.ts'
import type { ServedApi } from './served-api.ts'
import { standardError } from './standard-error.ts'
import { authenticate, findOperation, handle, keepOrigins, readBody, refuseRepeatedFields, validate } from './steps.ts'
import { isUnder, type Target, targetOf } from './target.ts'

/** What the context of every credential reader and handler holds, in addition to what `context` returns. */
export interface BaseContext {
  /** Reads a header field, or the lines of a repeated one; names are lower case. */
  readonly fields: FieldReader
  /** As it was sent: the handler of a GET also runs for HEAD, which must change nothing (RFC 9110, 9.2.1). */
  readonly method: string
}

/** An API as its author writes it. */
export interface ApiOptions<Own extends object, Callers extends object> {
  /** The bundled contract: `contract` of `latchkey/servers/<api>`, or the JSON that `latchkey generate` wrote. */
  readonly contract: unknown
  /** One an operation, of the type `Handlers` that is generated from the contract. */
  readonly handlers: Readonly<Record<string, AnyHandler<Own & BaseContext>>>
  /** One reader a security scheme of the contract, by its name. */
  readonly schemes: Schemes<Callers, Own & BaseContext>
  /** How the API words its refusals. */
  readonly form: RefusalForm
  /** What readers and handlers of one request work with; asked once the operation is known. */
  readonly context: (request: IncomingMessage) => Own | Promise<Own>
  /** Serialised origins (`https://app.example.com`) that may call the API, where its contract has an allow-list. */
  readonly allowedOrigins?: readonly string[]
  /** The origin of the API itself, where the request does not show it, as behind a proxy that ends TLS. */
  readonly ownOrigin?: string
  /** The largest body that is read, in bytes; a larger one is a 413. 16 KiB (16,384) unless given. */
  readonly bodyLimit?: number
  /** Where failures and broken contracts are written, never for the client; the standard error unless given. */
  readonly log?: Log
  /** What an exception of a reader, a handler or `context` is to the client; 500 where this gives nothing. */
  readonly failure?: (error: unknown) => Refusal | undefined
}

/** One reader a security scheme; `Callers` says by name who each of them finds. */
export type Schemes<Callers extends object, Context> = {
  readonly [Name in keyof Callers]: SchemeReader<Callers[Name], Context>
}

/** Any handler that is content with such a context; what it takes and answers is held by its generated type. */
export type AnyHandler<Context> = (
  request: never,
  context: Context & { readonly caller: never },
) => Reply | Refusal | Promise<Reply | Refusal>

/** A listener of `node:http` and a middleware of Express. */
export type ApiListener = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

/**
 * Serves an API by its contract: routes, keeps the origin policy, reads credentials, validates requests, renders refusals
 * and checks replies; a reply that breaks the contract does not leave. The paths are those of the contract, with its base
 * path in front, at the root it is mounted at. What is not under the base path goes to the next handler, if there is one.
 *
 * @throws TypeError with the remedy if the contract is none, an operation has no handler, a security scheme no reader, or
 * an origin is none; RangeError if the body limit is no whole number of bytes from 1.
 */
export function createApi<Own extends object, Callers extends object>(options: ApiOptions<Own, Callers>): ApiListener {
  checkBodyLimit(options.bodyLimit)
  const api = mountApi(definitionOf<Own & BaseContext>(options))
  checkSchemes(api.contract, options.schemes)
  for (const origin of originsOf(options)) checkOrigin(origin)
  const log = options.log ?? standardError
  const serving: Serving<Own & BaseContext> = {
    api,
    origins: { ...api.contract.cors, allowed: options.allowedOrigins ?? [] },
    random: pooled(randomBytes),
    ownOrigin: options.ownOrigin,
    pipeline: pipelineOf(options, log),
  }
  return (request, response, next) => {
    const target = targetOf(request.url ?? '/')
    if (next && !isUnder(api.contract.basePath, target.path)) return next()
    serve(startExchange(request, response, target, serving), serving.pipeline).catch((error) => {
      log.error({ err: error }, 'unexpected failure')
      response.destroy()
    })
  }
}

/** What does not change from one request to the next. */
interface Serving<Context> {
  readonly api: MountedApi<ServedApi<Context>>
  readonly origins: OriginRules
  readonly random: Random
  readonly ownOrigin: string | undefined
  readonly pipeline: Pipeline<Exchange<Context>>
}

/** The one place where the types of the handlers are forgotten. */
function definitionOf<Context>(options: Pick<ApiOptions<never, never>, 'contract'>): ServedApi<Context> {
  const document = documentOf(options.contract)
  const { handlers, schemes, form, bodyLimit } = options as unknown as ServedApi<Context>
  return { id: document.info.title, document, handlers, schemes, form, bodyLimit }
}

function originsOf({ allowedOrigins = [], ownOrigin }: Pick<ApiOptions<never, never>, 'allowedOrigins' | 'ownOrigin'>) {
  return ownOrigin === undefined ? allowedOrigins : [...allowedOrigins, ownOrigin]
}

function pipelineOf<Own extends object>(
  { context, failure }: Pick<ApiOptions<Own, never>, 'context' | 'failure'>,
  log: Log,
): Pipeline<Exchange<Own & BaseContext>> {
  const makeContext: Step<Exchange<Own & BaseContext>> = async (exchange) => {
    exchange.context = { ...(await context(exchange.request)), ...exchange.context }
    return undefined
  }
  return {
    steps: [findOperation, keepOrigins, refuseRepeatedFields, makeContext, authenticate, readBody, validate, handle],
    log,
    failure: (error) => failure?.(error) ?? unexpected(error, log),
  }
}

/** The details are for the log alone. */
function unexpected(error: unknown, log: Log): Refusal {
  log.error({ err: error }, 'unexpected failure')
  return { refusal: 'unexpected' }
}

function startExchange<Own>(
  request: IncomingMessage,
  response: ServerResponse,
  { path, search }: Target,
  { api, origins, random, ownOrigin }: Serving<Own & BaseContext>,
): Exchange<Own & BaseContext> {
  const { method = '' } = request
  // A copy: the pipeline takes headers from it that others may want to see.
  const headers = { ...request.headers }
  const asked = { method, path, query: parse(search.slice(1)), headers, originalUrl: search, params: {} }
  const place = { ownOrigins: [ownOrigin ?? ownOriginOf(request)] }
  // A step makes the author's part of it, before anybody reads it.
  const context = { fields: fieldReader(request), method } as Own & BaseContext
  return { request, response, asked, place, api, origins, random, context, ownHeaders: [], params: {} }
}

/** The origin that a request was sent to, by what this process can see of it. */
function ownOriginOf({ socket, headers }: IncomingMessage): string {
  return `${socket instanceof TLSSocket ? 'https' : 'http'}://${headers.host?.toLowerCase() ?? ''}`
}
