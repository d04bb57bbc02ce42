import { randomBytes } from 'node:crypto'
import { pooled } from '../auth/secret.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { ApiOptions, BaseContext } from './api-options.ts'
import { authenticate } from './authenticate.ts'
import { type Exchange, fieldReader, type Step } from './exchange.ts'
import { mountApi } from './mounted-api.ts'
import { checkBodyLimit, checkChallenges, checkCors, checkOrigin, checkSchemes, documentOf } from './options.ts'
import { type Log, type Pipeline, serve } from './pipeline.ts'
import type { ServedApi } from './served-api.ts'
import { standardError } from './standard-error.ts'
import { findOperation, handle, keepOrigins, readBody, refuseRepeatedFields, validate } from './steps.ts'
import { isUnder, type Target } from './target.ts'
import type { ServedRequest, ServedResponse } from './transport.ts'
import { tellUnsupported } from './unsupported.ts'

/** An API that answers requests, whatever server received them. */
interface Serving<Incoming> {
  readonly log: Log
  /** Whether a target is the API's to answer, be it by a 404. */
  isOwn(target: Target): boolean
  answer(call: Call<Incoming>): Promise<void>
}

/** A request to an API, as its server received it and as the pipeline needs it. */
interface Call<Incoming> {
  readonly raw: Incoming
  readonly request: ServedRequest
  readonly response: ServedResponse
  readonly method: string
  readonly target: Target
  readonly ownOrigin: string
}

type Served<Context> = Exchange<Context> & { readonly ownContext: () => object | Promise<object> }

/** Mounts the API of these options; throws an error with the remedy if they do not fit the contract or each other. */
export function servingOf<Own extends object, Callers extends object, Incoming>(
  options: ApiOptions<Own, Callers, Incoming>,
): Serving<Incoming> {
  checkBodyLimit(options.bodyLimit)
  const api = mountApi(definitionOf<Own & BaseContext>(options))
  const { contract } = api
  checkSchemes(contract, options.schemes)
  checkChallenges(options.schemes, options.form)
  for (const origin of originsOf(options)) checkOrigin(origin)
  checkCors(contract, options.allowedOrigins ?? [])
  const log = options.log ?? standardError
  tellUnsupported(contract, log)
  const origins = { ...contract.cors, allowed: options.allowedOrigins ?? [] }
  const random = pooled(randomBytes)
  const pipeline = pipelineOf<Own & BaseContext>(options, log)
  const exchangeOf = ({ raw, request, response, method, target: { path, search }, ownOrigin }: Call<Incoming>) => {
    // A copy: the pipeline takes headers from it that others may want to see.
    const headers = { ...request.headers }
    const asked = { method, path, query: {}, headers, originalUrl: search, params: {} }
    const place = { ownOrigins: [options.ownOrigin ?? ownOrigin] }
    // A step makes the author's part of it, before anybody reads it.
    const context = { fields: fieldReader(request), method } as Own & BaseContext
    const ownContext = () => options.context(raw)
    return { request, response, asked, place, api, origins, random, context, ownContext, ownHeaders: [], params: {} }
  }
  const isOwn = ({ path }: Target) => isUnder(contract.basePath, path) || api.router.match('', path) !== undefined
  return { log, isOwn, answer: (call) => serve(exchangeOf(call), pipeline) }
}

/** The one place where the types of the handlers are forgotten. */
function definitionOf<Context>(options: Pick<ApiOptions<never, never>, 'contract'>): ServedApi<Context> {
  const document = documentOf(options.contract)
  const { handlers, schemes, accepts, form, bodyLimit } = options as unknown as ServedApi<Context>
  return { id: document.info.title, document, handlers, schemes, accepts, form, bodyLimit }
}

function originsOf({ allowedOrigins = [], ownOrigin }: Pick<ApiOptions<never, never>, 'allowedOrigins' | 'ownOrigin'>) {
  return ownOrigin === undefined ? allowedOrigins : [...allowedOrigins, ownOrigin]
}

function pipelineOf<Context>(
  { failure }: Pick<ApiOptions<never, never>, 'failure'>,
  log: Log,
): Pipeline<Served<Context>> {
  const makeContext: Step<Served<Context>> = async (exchange) => {
    exchange.context = { ...(await exchange.ownContext()), ...exchange.context }
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
