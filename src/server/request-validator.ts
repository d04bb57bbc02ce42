import { parse } from 'node:url'
import * as OpenApiValidator from 'express-openapi-validator'
import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { emailAddress } from '../contract/email.ts'
import { memberNames } from '../contract/members.ts'
import type { Violation } from '../contract/violation.ts'
import { selfContained } from '../contract/walk.ts'
import type { ApiRequest } from './api-request.ts'
import type { BodySchema } from './closest-form.ts'
import { undecidedForm } from './discriminators.ts'
import { underJudgedType, withJudgeableBodies } from './judged-bodies.ts'
import { misspeltNumbers } from './numbers.ts'
import { withoutReserved } from './reserved.ts'
import { violationsOf } from './violations.ts'

/** Judges the parameters and the body of a request; undefined if it keeps the contract. Coerces parameters in place. */
export type RequestValidator = (
  request: ApiRequest,
  operation: Operation,
  params: Readonly<Record<string, string>>,
) => Promise<readonly Violation[] | undefined>

/** One of the handlers of Express that the validator consists of. */
type Middleware = ReturnType<typeof OpenApiValidator.middleware>[number]

/** What express-openapi-validator attaches to a request once it has matched it. */
interface Matched {
  readonly expressRoute: string
  readonly openApiRoute: string
  readonly schema: unknown
}

/**
 * express-openapi-validator for one contract, asked for validation alone. Its own routing compiles a regular expression
 * for every path on every request, so each operation is matched once, here, and every request after that is
 * handed what the match found.
 */
export async function compileRequestValidator({ document, operations }: Contract): Promise<RequestValidator> {
  const steps = OpenApiValidator.middleware({
    apiSpec: withJudgeableBodies(structuredClone(selfContained(document))) as never,
    validateApiSpec: false,
    validateRequests: { allErrors: true, allowUnknownQueryParameters: false },
    validateResponses: false,
    validateSecurity: false,
    fileUploader: false,
    ajvFormats: { mode: 'full' },
    formats: { email: emailAddress },
  })
  endDeprecationSearch()
  const match = step(steps, 'metadataMiddleware')
  const validate = step(steps, 'requestMiddleware')
  const matched = new Map(
    await Promise.all(operations.map(async (operation) => [operation.id, await matchOnce(match, operation)] as const)),
  )
  const names = memberNames(document)
  return async (request, operation, params) => {
    if (takesNothing(operation) && request.originalUrl === '') return undefined
    const misspelt = misspeltNumbers(operation, params, request.query)
    if (misspelt.length > 0) return misspelt
    const body = bodySchema(document, operation, request)
    const undecided = undecidedForm(body, request.body)
    if (undecided) return [undecided]
    const originalUrl = withoutReserved(request.originalUrl)
    Object.assign(request, { originalUrl, openapi: { ...matched.get(operation.id), pathParams: { ...params } } })
    const error = await underJudgedType(request, () => run(validate, request))
    if (error === undefined) return undefined
    return violationsOf(error, { operation, body, names })
  }
}

/** The schema that judges the body. */
function bodySchema(
  document: ContractDocument,
  { requestBody }: Operation,
  { judgedAs = '' }: ApiRequest,
): BodySchema | undefined {
  const schema = requestBody?.content[judgedAs]?.schema
  return schema && { document, schema }
}

/** Without parameters and body only a query could be wrong, by being there. */
function takesNothing({ parameters, requestBody }: Operation): boolean {
  return parameters.length === 0 && requestBody === undefined
}

/**
 * Node looks at the call stack on every `url.parse` until it has warned once that the function is deprecated; the
 * validator calls it on every request, from where the warning never comes. Warning once, unheard, ends the looking.
 */
function endDeprecationSearch(): void {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    parse('')
  } finally {
    process.emitWarning = emitWarning
  }
}

function step(steps: readonly Middleware[], name: string): Middleware {
  const found = steps.find((candidate) => candidate.name === name)
  if (!found) throw new TypeError(`This release of express-openapi-validator has no step "${name}"`)
  return found
}

/** Lets the validator match an operation by a request that has just what its matching reads. */
async function matchOnce(match: Middleware, { method, path }: Operation): Promise<Matched> {
  const url = path.replaceAll(/\{[^}]+\}/g, '0')
  const request = {
    method,
    path: url,
    originalUrl: url,
    baseUrl: '',
    app: { enabled: () => true },
  }
  const error = await run(match, request)
  const { openapi } = request as { readonly openapi?: Matched }
  if (error !== undefined || !openapi)
    throw new TypeError(`The validator does not find ${method} ${path}`, { cause: error })
  return openapi
}

/** The validator takes requests of Express, of which it reads no more than an {@link ApiRequest} has, and no response. */
function run(handler: Middleware, request: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown) => resolve(error)
    Promise.resolve(handler(request as Parameters<Middleware>[0], {} as Parameters<Middleware>[1], next)).catch(reject)
  })
}
