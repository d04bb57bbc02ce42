import { takeFiles } from '../body/files.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { kindOf, type MediaKind } from '../contract/media-type.ts'
import { memberNames } from '../contract/members.ts'
import { once } from '../contract/once.ts'
import type { Violation } from '../contract/violation.ts'
import type { ApiRequest } from './api-request.ts'
import type { BodySchema } from './body-schema.ts'
import { compileDecision, type Decision } from './discriminators.ts'
import { compileJudge, type Judge } from './judge.ts'
import { JudgedSchemas } from './judged-schemas.ts'
import { judgedValue } from './judged-value.ts'
import { compileParameters, type Values } from './parameters.ts'
import { quoted, violationsOf } from './violations.ts'

/**
 * Judges the parameters and the body of a request; undefined if it keeps the contract. The request has the parameters as
 * the contract means them then.
 */
export type RequestValidator = (
  request: ApiRequest,
  operation: Operation,
  params: Readonly<Record<string, string>>,
) => readonly Violation[] | undefined

type Validate = (request: ApiRequest, params: Readonly<Record<string, string>>) => readonly Violation[] | undefined

/** A validator for all operations of a contract, each of which is compiled when it is first asked for. */
export function compileRequestValidator(contract: Contract): RequestValidator {
  const schemas = new JudgedSchemas(contract.document)
  const names = memberNames(contract.document)
  const compiled = new Map(
    contract.operations.map((operation) => [
      operation.id,
      { isEmpty: takesNothing(operation), validate: once(() => compile(contract, operation, schemas, names)) },
    ]),
  )
  return (request, { id }, params) => {
    const operation = compiled.get(id)
    if (!operation || (operation.isEmpty && request.originalUrl === '')) return undefined
    return operation.validate()(request, params)
  }
}

/** Without parameters and body only a query could be wrong, by being there. */
function takesNothing({ path, parameters, requestBody }: Operation): boolean {
  return parameters.length === 0 && requestBody === undefined && !path.includes('{')
}

function compile(
  contract: Contract,
  operation: Operation,
  schemas: JudgedSchemas,
  names: ReadonlySet<string>,
): Validate {
  const { parameters, read } = compileParameters(contract, operation)
  const mediaTypes = [undefined, ...Object.keys(operation.requestBody?.content ?? {})]
  const forms = new Map(
    mediaTypes.map((type) => [type, once(() => formOf(contract, operation, parameters, type, schemas))]),
  )
  return (request, params) => {
    const values = read(request, params)
    if (isWrong(values)) return quoted(values, names)
    const form = forms.get(request.judgedAs)?.()
    if (!form) return undefined
    const undecided = form.decide?.(request.body)
    if (undecided) return [undecided]
    const error = judged(form.judge, request, values)
    const body = form.body && { ...form.body, sent: request.body }
    if (error !== undefined) return violationsOf(error, { body, names })
    handOver(request, values)
    return undefined
  }
}

/** How a request is judged whose body is of one media type, or is not judged. */
interface Form {
  readonly judge: Judge
  readonly body: Pick<BodySchema, 'document' | 'schema'> | undefined
  readonly decide: Decision | undefined
}

function formOf(
  { document }: Contract,
  operation: Operation,
  parameters: readonly Parameter[],
  mediaType: string | undefined,
  schemas: JudgedSchemas,
): Form {
  const { schema, inPlace } = schemas.rewrite(judgedValue(operation, parameters, mediaType), '')
  const judge = compileJudge(schema, inPlace, (names) => schemas.componentsOf(names))
  if (mediaType === undefined) return { judge, body: undefined, decide: undefined }
  const body = { document, schema: operation.requestBody?.content[mediaType]?.schema ?? {} }
  return { judge, body, decide: compileDecision(document, body.schema) }
}

/** Bodies that can have files in them. */
const withFiles: ReadonlySet<MediaKind> = new Set(['multipart', 'form'])

/** The validator knows no files: it sees a text in the place of each. */
function judged(judge: Judge, { judgedAs, headers, body }: ApiRequest, values: Values): unknown {
  if (judgedAs === undefined) return judge(values)
  const putBack = withFiles.has(kindOf(headers['content-type'] ?? '')) ? takeFiles(body) : undefined
  const error = judge({ ...values, body })
  putBack?.()
  return error
}

function isWrong(values: Values | readonly Violation[]): values is readonly Violation[] {
  return Array.isArray(values)
}

/** Headers keep those that no parameter stands for, and have none that every object has. */
function handOver(request: ApiRequest, { path = {}, query = {}, header, cookie = {} }: Values): void {
  request.params = path
  request.query = query
  request.cookies = cookie
  if (header) request.headers = Object.assign({ __proto__: null }, request.headers, header)
}
