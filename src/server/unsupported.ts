import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument, Parameter, Schema } from '../contract/document.ts'
import { isBinaryType, kindOf } from '../contract/media-type.ts'
import { namesIn, shapeOf } from '../contract/path-template.ts'
import { shapeOf as schemaShape } from '../contract/schema-shape.ts'
import { JudgedSchemas } from './judged-schemas.ts'
import { judgedValue } from './judged-value.ts'
import { hasStyle } from './parameter-objects.ts'
import type { Log } from './pipeline.ts'

interface Context {
  readonly document: ContractDocument
  readonly schemas: JudgedSchemas
  /** The first path of each method and shape. */
  readonly paths: ReadonlyMap<string, string>
}

/** What of an operation the server cannot do, each with what it does instead. */
type Check = (operation: Operation, context: Context) => readonly string[]

/** Every check is asked of every operation when an API is created, so none may compile anything. */
const checks: readonly Check[] = [samePath, pathParameters, styles, contents, bytesBodies, schemaFaults]

/** Logs, in one line per operation, what a contract asks for and the server cannot do. Requests are judged without it. */
export function tellUnsupported(contract: Contract, log: Log): void {
  const paths = contract.operations.toReversed().map((operation) => [placeOf(operation), operation.path] as const)
  const { document } = contract
  const context = { document, schemas: new JudgedSchemas(document), paths: new Map(paths) }
  for (const operation of contract.operations) {
    const found = checks.flatMap((check) => check(operation, context))
    const message = `${operation.method} ${operation.path}: ${[...new Set(found)].join('; ')}`
    if (found.length > 0) (log.warn ?? log.error).call(log, { operation: operation.id }, message)
  }
}

/** Templates that differ in their names alone are the same path (OpenAPI 3.1.1, 4.8.8.2). */
function samePath(operation: Operation, { paths }: Context): readonly string[] {
  const first = paths.get(placeOf(operation))
  return first === operation.path ? [] : [`${first} is the same path and answers instead`]
}

function placeOf({ method, path, basePaths: [basePath = ''] }: Operation): string {
  return `${method} ${shapeOf(basePath + path)}`
}

function pathParameters({ path, parameters }: Operation): readonly string[] {
  const names = namesIn(path)
  return parameters
    .filter((parameter) => parameter.in === 'path' && !names.includes(parameter.name))
    .map(({ name }) => `the path has no "{${name}}", so that parameter is ignored`)
}

function styles({ parameters }: Operation): readonly string[] {
  return parameters
    .filter((parameter) => !hasStyle(parameter))
    .map((parameter) => `${nameOf(parameter)} cannot have the style "${parameter.style}", so the usual one is read`)
}

function contents({ parameters }: Operation): readonly string[] {
  return parameters.flatMap((parameter) => {
    const [mediaType] = Object.keys(parameter.content ?? {})
    const isRead = mediaType === undefined || ['json', 'text'].includes(kindOf(mediaType))
    return isRead ? [] : [`${nameOf(parameter)} is ${mediaType}, which is read as text`]
  })
}

/** A schema of bytes says nothing that could be checked. */
function bytesBodies({ requestBody, responses }: Operation, { document }: Context): readonly string[] {
  const contents = [requestBody?.content ?? {}, ...[...responses.values()].map(({ content }) => content)]
  const described = contents.flatMap((content) =>
    Object.keys(content).filter((type) => isBinaryType(type) && isUnchecked(document, content[type]?.schema)),
  )
  return [...new Set(described)].map((type) => `${type} is bytes, so such a body is not checked against its schema`)
}

function isUnchecked(document: ContractDocument, schema: Schema | undefined): boolean {
  const { types, isBinary } = schemaShape(document, schema)
  return types.size > 0 && !isBinary
}

function nameOf({ in: place, name }: Parameter): string {
  return `${place}.${name}`
}

function schemaFaults(operation: Operation, { schemas }: Context): readonly string[] {
  const mediaTypes = [undefined, ...Object.keys(operation.requestBody?.content ?? {})]
  const judged = mediaTypes.map((type) => schemas.rewrite(judgedValue(operation, operation.parameters, type), ''))
  return schemas.faultsOf(judged).map(({ at, message }) => `${at.replace(/^\./, '')}: ${message}`)
}
