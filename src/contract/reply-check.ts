import { Ajv2020, type FuncKeywordDefinition, str, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { coerced } from './coerced.ts'
import { type Contract, documentedResponse, type Response } from './contract.ts'
import { isMultiple } from './decimals.ts'
import type { ContractDocument, Schema } from './document.ts'
import { ownFormats } from './formats.ts'
import type { Reply } from './handler.ts'
import { once } from './once.ts'
import { type BytesBody, eventStream, isBytesBody, type ReplyMedia, type ReplyMediaOf } from './reply-media.ts'
import { isJudgedText, type Shape, shapeOf } from './schema-shape.ts'
import { rewrite } from './walk.ts'
import { replySchemas } from './write-only.ts'

/** Tells how a reply departs from its contract, or undefined if it keeps it. Never quotes a value. */
export type ReplyCheck = (operationId: string, reply: Reply) => string | undefined

interface HeaderRule {
  readonly name: string
  /** The name as it is compared: HTTP knows no case in it (RFC 9110, 5.1). */
  readonly folded: string
  readonly required: boolean
  readonly shape: Shape
  readonly validate: ValidateFunction
}

interface ResponseRule {
  readonly headers: readonly HeaderRule[]
  /** By documented media type; none where the answer has no body. */
  readonly bodies: ReadonlyMap<string, () => BodyRule>
  /** Whether it may come bit by bit, which no schema of the whole can judge. */
  readonly isStream: boolean
}

interface BodyRule {
  readonly shape: Shape
  readonly validate: ValidateFunction
}

type Compile = (schema: Schema) => ValidateFunction

/**
 * A check of status, headers and body for every documented answer of a contract, refusals included. Each is compiled
 * when an answer first needs it, so that a start does not wait for answers that are never given. This is the only judge
 * of replies; requests are judged by express-openapi-validator.
 */
export function compileReplyCheck(contract: Contract, mediaOf: ReplyMediaOf): ReplyCheck {
  const { document, operations } = contract
  const compile = schemaCompiler(contract)
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const rules = new Map<Response, ResponseRule>()
  return (operationId, reply) => {
    const operation = byId.get(operationId)
    const response = operation && documentedResponse(operation, reply.status)
    if (!response) return `The status ${reply.status} of "${operationId}" is not documented`
    const rule = rules.get(response) ?? compileResponse(document, response, compile)
    rules.set(response, rule)
    return checkHeaders(rule, reply) ?? checkBody(rule, reply, () => mediaOf(operationId, reply))
  }
}

/** Schemas keep their `#/components/…` references: the whole document is one ajv schema, and each rule points into it. */
function schemaCompiler({ document }: Contract): Compile {
  const validator = once(() => {
    const ajv = new Ajv2020(settings)
    formats.default(ajv)
    for (const [name, format] of Object.entries(ownFormats)) ajv.addFormat(name, format)
    ajv.removeKeyword('multipleOf').addKeyword(decimalMultipleOf)
    const { of, replies } = ofReplies()
    return ajv.addSchema({ ...of(withoutExamples(document)), replies }, 'contract')
  })
  const ofReplies = once(() => replySchemas(document))
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema) => {
    const validate = compiled.get(schema) ?? compileSchema(validator(), absolute(ofReplies().of(schema)) as Schema)
    compiled.set(schema, validate)
    return validate
  }
}

/** ajv divides binary fractions, so that 19.99 would not be a multiple of 0.01. */
const decimalMultipleOf: FuncKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  validate: (divisor: number, value: number) => isMultiple(value, divisor),
  error: { message: ({ schemaCode }) => str`must be multiple of ${schemaCode}` },
}

/** Unknown formats are ignored without a message. */
const settings = { strict: false, strictNumbers: true, validateSchema: false, allErrors: false, logger: false } as const

/** An `$id` in an example is somebody's value, which ajv would take for the address of a schema. */
function withoutExamples({ components = {}, paths }: ContractDocument): Schema {
  const values = (value: unknown, key: string) => (key === 'const' || key === 'enum' ? value : undefined)
  return rewrite({ components, paths }, (node) => node, values)
}

/** What cannot be compiled, such as an invalid pattern, judges nothing: a mistake of the contract stops no reply. */
function compileSchema(validator: Ajv2020, schema: Schema): ValidateFunction {
  try {
    return validator.compile(schema)
  } catch {
    return validator.compile({})
  }
}

function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#') ? `contract${value}` : absolute(value),
    ]),
  )
}

function compileResponse(document: ContractDocument, { headers, content }: Response, compile: Compile): ResponseRule {
  const own = Object.entries(headers).filter(([name]) => !byServer.has(name.toLowerCase()))
  return {
    headers: own.map(([name, { required, schema = {} }]) => ({
      name,
      folded: name.toLowerCase(),
      required: required === true,
      shape: shapeOf(document, schema),
      validate: compile(schema),
    })),
    bodies: new Map(
      Object.entries(content)
        .filter(([key]) => key !== eventStream)
        .map(([key, { schema = {} }]) => [
          key,
          once(() => ({ shape: shapeOf(document, schema), validate: compile(schema) })),
        ]),
    ),
    isStream: eventStream in content,
  }
}

/**
 * The headers that the server writes once the reply is checked. As a documented header the media type is ignored anyway
 * (OpenAPI 3.1.1, 4.8.17): that of the body counts.
 */
const byServer: ReadonlySet<string> = new Set(['content-type', 'content-length', 'transfer-encoding', 'date'])

function checkHeaders({ headers }: ResponseRule, reply: Reply): string | undefined {
  for (const rule of headers) {
    const { name, folded, required, validate } = rule
    const value = headerOf(reply, name, folded)
    if (value === undefined && required) return `The header "${name}" is missing`
    if (value !== undefined && !valuesOf(value, rule).every((one) => validate(one)))
      return `The header "${name}" ${problem(validate)}`
  }
  return undefined
}

/** What the lines of a header mean; the items of a list are separated by commas (OpenAPI 3.1.1, 4.8.21.1). */
function valuesOf(value: string | readonly string[], { folded, shape }: HeaderRule): readonly unknown[] {
  const lines = [value].flat()
  if (!shape.types.has('array')) return lines.map((line) => coerced(line, shape.types))
  const items = folded === 'set-cookie' ? lines : lines.flatMap((line) => line.split(','))
  return [items.map((item) => coerced(item.trim(), shape.items.types))]
}

function headerOf({ headers = {} }: Reply, name: string, folded: string): string | string[] | undefined {
  if (Object.hasOwn(headers, name)) return headers[name]
  return Object.entries(headers).find(([own]) => own.toLowerCase() === folded)?.[1]
}

function checkBody(
  { bodies, isStream }: ResponseRule,
  { body, stream }: Reply,
  chosen: () => ReplyMedia | undefined,
): string | undefined {
  if (stream) return isStream ? undefined : 'A stream was given where none is documented'
  if (bodies.size === 0 && isStream) return 'The stream is missing'
  if (bodies.size === 0) return body === undefined ? undefined : 'A body was given where none is documented'
  if (body === undefined) return 'The body is missing'
  const media = chosen()
  const rule = media && bodies.get(media.key ?? '')?.()
  if (!rule) return 'The body has no media type that is documented'
  return isBytesBody(body) ? checkBytes(body, media, rule) : checkValue(body, media, rule)
}

/** No schema judges bytes; JSON that leaves without having been judged would. */
function checkBytes(body: BytesBody, { kind }: ReplyMedia, { shape }: BodyRule): string | undefined {
  if (body instanceof ReadableStream && body.locked) return 'The body is a stream that is read already'
  return (kind === 'json' || kind === 'form') && !shape.isBinary
    ? `The body is bytes where ${kind} is documented`
    : undefined
}

function checkValue(body: unknown, { key = '', kind }: ReplyMedia, { shape, validate }: BodyRule): string | undefined {
  if (kind === 'bytes' || kind === 'multipart') return 'The body must be bytes, a file or a stream of bytes (type)'
  if (kind === 'text' && typeof body === 'object') return 'The body must be string (type)'
  if (kind === 'text' && typeof body === 'string' && !isJudgedText(key, shape)) return undefined
  return validate(body) ? undefined : `The body${validate.errors?.[0]?.instancePath ?? ''} ${problem(validate)}`
}

function problem({ errors }: ValidateFunction): string {
  const [first] = errors ?? []
  return `${first?.message ?? 'is wrong'} (${first?.keyword ?? 'schema'})`
}
