import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type Contract, type Operation, type Response, resolve } from './contract.ts'
import type { ContractDocument, Schema } from './document.ts'
import { emailAddress } from './email.ts'
import type { Reply } from './handler.ts'
import { once } from './once.ts'

/** Tells how a reply departs from its contract, or undefined if it keeps it. Never quotes a value. */
export type ReplyCheck = (operationId: string, reply: Reply) => string | undefined

interface HeaderRule {
  readonly name: string
  /** The name as it is compared: HTTP knows no case in it (RFC 9110, 5.1). */
  readonly folded: string
  readonly required: boolean
  readonly numeric: boolean
  readonly validate: ValidateFunction
}

interface ResponseRule {
  readonly headers: readonly HeaderRule[]
  /** Undefined where the answer has no body. */
  readonly body: ValidateFunction | undefined
  /** Whether it comes bit by bit, which no schema of the whole can judge. */
  readonly isStream: boolean
}

type Compile = (schema: Schema) => ValidateFunction

/**
 * A check of status, headers and body for every documented answer of a contract, refusals included. Each is compiled
 * when an answer first needs it, so that a start does not wait for answers that are never given. This is the only judge
 * of replies; requests are judged by express-openapi-validator.
 */
export function compileReplyCheck(contract: Contract): ReplyCheck {
  const { document, operations } = contract
  const compile = schemaCompiler(contract)
  const rules = new Map(operations.map((operation) => [operation.id, compileOperation(document, operation, compile)]))
  return (operationId, reply) => {
    const operation = rules.get(operationId)
    const rule =
      operation?.get(String(reply.status)) ??
      operation?.get(`${Math.trunc(reply.status / 100)}XX`) ??
      operation?.get('default')
    if (!rule) return `The status ${reply.status} of "${operationId}" is not documented`
    return checkHeaders(rule(), reply) ?? checkBody(rule(), reply)
  }
}

/** Schemas keep their `#/components/…` references: the whole document is one ajv schema, and each rule points into it. */
function schemaCompiler({ document }: Contract): Compile {
  const validator = once(() => {
    const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: false })
    formats.default(ajv).addFormat('email', emailAddress)
    return ajv.addSchema({ components: document.components ?? {}, paths: document.paths }, 'contract')
  })
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema) => {
    const validate = compiled.get(schema) ?? validator().compile(absolute(schema) as Schema)
    compiled.set(schema, validate)
    return validate
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

function compileOperation(
  document: ContractDocument,
  { responses }: Operation,
  compile: Compile,
): ReadonlyMap<string, () => ResponseRule> {
  return new Map(
    [...responses].map(([status, response]) => [status, once(() => compileResponse(document, response, compile))]),
  )
}

function compileResponse(document: ContractDocument, { headers, content }: Response, compile: Compile): ResponseRule {
  const [media] = Object.values(content)
  return {
    headers: Object.entries(headers).map(([name, { required, schema = {} }]) => ({
      name,
      folded: name.toLowerCase(),
      required: required === true,
      numeric: ['integer', 'number'].includes(String(resolve(document, schema).type)),
      validate: compile(schema),
    })),
    body: media && compile(media.schema ?? {}),
    isStream: 'text/event-stream' in content,
  }
}

function checkHeaders({ headers }: ResponseRule, reply: Reply): string | undefined {
  for (const { name, folded, required, numeric, validate } of headers) {
    const value = headerOf(reply, name, folded)
    if (value === undefined && required) return `The header "${name}" is missing`
    if (value !== undefined && ![value].flat().every((one) => validate(numeric ? spelt(one) : one))) {
      return `The header "${name}" ${problem(validate)}`
    }
  }
  return undefined
}

function headerOf({ headers = {} }: Reply, name: string, folded: string): string | string[] | undefined {
  return headers[name] ?? Object.entries(headers).find(([own]) => own.toLowerCase() === folded)?.[1]
}

/** A number where one is spelt; whatever else a conversion would make one of stays text. */
function spelt(value: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

function checkBody({ body, isStream }: ResponseRule, reply: Reply): string | undefined {
  if (isStream) return reply.stream ? undefined : 'The stream is missing'
  if (reply.stream) return 'A stream was given where none is documented'
  if (!body) return reply.body === undefined ? undefined : 'A body was given where none is documented'
  if (reply.body === undefined) return 'The body is missing'
  return body(reply.body) ? undefined : `The body${body.errors?.[0]?.instancePath ?? ''} ${problem(body)}`
}

function problem({ errors }: ValidateFunction): string {
  const [first] = errors ?? []
  return `${first?.message ?? 'is wrong'} (${first?.keyword ?? 'schema'})`
}
