import type { ContractDocument } from '../../src/contract/document.ts'

/** Whether a request is valid; `fails` is no verdict at all, but a failure of the one that was asked. */
type Verdict = 'accepted' | 'refused'
export type Outcome = Verdict | 'fails'

/** A request as it is written. */
export interface Sent {
  /** `GET /items?ids=1,2` */
  readonly line: string
  readonly headers?: Readonly<Record<string, string>>
  readonly type?: string
  readonly body?: string
}

/** A request to a contract, and what the specification makes of it. */
export interface Case extends Sent {
  readonly verdict: Verdict
  /** Of OpenAPI 3.1.1 unless another is named. */
  readonly section: string
}

/** A small contract and the requests to it. */
export interface Judged {
  readonly name: string
  readonly paths: object
  readonly schemas?: object
  readonly cases: readonly Case[]
}

type Rest = Omit<Sent, 'line'>

export function accepts(line: string, section: string, rest: Rest = {}): Case {
  return { line, verdict: 'accepted', section, ...rest }
}

export function refuses(line: string, section: string, rest: Rest = {}): Case {
  return { line, verdict: 'refused', section, ...rest }
}

/** A body of JSON. */
export function json(value: unknown, rest: Rest = {}): Rest {
  return { type: 'application/json', body: JSON.stringify(value), ...rest }
}

const problem = { description: 'A refusal', content: { 'application/json': { schema: {} } } }
const responses = { 204: { description: 'Taken' }, 400: problem, 413: problem, 415: problem }

export const text = { type: 'string' }
export const integer = { type: 'integer' }
export const integers = { type: 'array', items: integer }
export const texts = { type: 'array', items: text }

export function object(properties: object, ...required: string[]): object {
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** An operation with these parameters. */
export function getting(...parameters: object[]): object {
  return { get: { operationId: nextId(), parameters, responses } }
}

/** An operation that takes a body of JSON. */
export function taking(schema: object): object {
  return takingContent({ 'application/json': { schema } })
}

export function takingContent(content: object, required = true): object {
  return { post: { operationId: nextId(), requestBody: { required, content }, responses } }
}

let count = 0

function nextId(): string {
  count += 1
  return `operation${count}`
}

/** A parameter; one of a path is always required. */
export function inPlace(place: string, name: string, schema: object, more: object = {}): object {
  return { name, in: place, ...(place === 'path' && { required: true }), schema, ...more }
}

export function documentOf({ name, paths, schemas = {} }: Judged): ContractDocument {
  const document = { openapi: '3.1.0', info: { title: name, version: '1' }, paths, components: { schemas } }
  return document as object as ContractDocument
}

/** All contracts as one, each below its number; no two of them have a schema of the same name. */
export function together(contracts: readonly Judged[]): ContractDocument {
  const paths = contracts.flatMap((each, at) =>
    Object.entries(each.paths).map(([path, item]) => [`/${at}${path}`, item]),
  )
  const schemas = Object.assign({}, ...contracts.map((each) => each.schemas))
  return documentOf({ name: 'All', paths: Object.fromEntries(paths), schemas, cases: [] })
}

/** A request as the documentation shows it. */
export function shown({ line, headers = {}, type = '', body = '' }: Sent): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const bodies = body ? [type === 'application/json' ? body : `${type}: ${body.replaceAll('\r\n', '⏎')}`] : []
  return [line, ...fields, ...bodies].map((part) => `\`${part}\``.replaceAll('|', '\\|')).join(' ')
}
