import fc from 'fast-check'
import type { Sent } from '../../../src/conformance/request.ts'
import type { Contract, Operation } from '../../../src/contract/contract.ts'
import type { MediaType, Parameter } from '../../../src/contract/document.ts'
import type { Judge } from './judge.ts'
import { valuesOf } from './schema-values.ts'

/** A request before it is encoded, so that one place of it can be broken. */
export interface Draft {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** None where the operation takes no body, or this request brings none. */
  readonly body: DraftBody | undefined
}

export interface DraftBody {
  readonly mediaType: string
  readonly value: unknown
}

/** Requests that an operation's contract allows, in every media type it takes; some are the contract's own examples. */
export function validRequests(operation: Operation, contract: Contract, judge: Judge): fc.Arbitrary<Draft> {
  const given = (where: Parameter['in']) => parameters(operation, where, contract, judge)
  return fc.record({
    path: given('path'),
    query: given('query'),
    headers: given('header'),
    body: bodies(operation, contract, judge),
  })
}

function parameters(
  operation: Operation,
  where: Parameter['in'],
  contract: Contract,
  judge: Judge,
): fc.Arbitrary<Record<string, string>> {
  // A cursor comes from an answer; one that is made up is refused.
  const all = operation.parameters.filter((parameter) => parameter.in === where && parameter.name !== 'cursor')
  const model = Object.fromEntries(
    all.map((parameter) => [parameter.name, parameterValues(parameter, contract, judge)]),
  )
  return fc.record(model, { requiredKeys: all.filter(({ required }) => required).map(({ name }) => name) })
}

function parameterValues(parameter: Parameter, contract: Contract, judge: Judge): fc.Arbitrary<string> {
  const example = String(parameter.example)
  const isUsable = (text: string) => fitsIn[parameter.in](text) && judge.parameter(parameter, text)
  const generated = valuesOf(parameter.schema ?? {}, contract).map(String)
  return fc.oneof(
    { weight: 3, arbitrary: generated.map((text) => (isUsable(text) ? text : example)) },
    { weight: 1, arbitrary: fc.constant(example) },
  )
}

/** What a place of a request can hold whatever its schema says: a path knows dot segments, a header no line ends. */
const fitsIn: Readonly<Record<Parameter['in'], (text: string) => boolean>> = {
  path: (text) => !['', '.', '..'].includes(text),
  query: (text) => text !== '',
  header: (text) => /^[\x21-\x7e]+$/.test(text),
  cookie: (text) => /^[\w-]+$/.test(text),
}

function bodies({ requestBody }: Operation, contract: Contract, judge: Judge): fc.Arbitrary<DraftBody | undefined> {
  if (!requestBody) return fc.constant(undefined)
  const given = Object.entries(requestBody.content).map(([mediaType, media]) =>
    fc
      .oneof(
        { weight: 3, arbitrary: bodyValues(mediaType, media, contract, judge) },
        { weight: 1, arbitrary: fc.constantFrom(...examplesOf(media)) },
      )
      .map((value): DraftBody => ({ mediaType, value })),
  )
  return fc.oneof(...given, ...(requestBody.required ? [] : [fc.constant(undefined)]))
}

function bodyValues(mediaType: string, media: MediaType, contract: Contract, judge: Judge): fc.Arbitrary<unknown> {
  const read = mediaType === 'application/json' ? (value: unknown) => value : asFields
  const [example] = examplesOf(media)
  return valuesOf(media.schema ?? {}, contract)
    .map(read)
    .map((value) => (judge.body(mediaType, value) ? value : example))
}

function examplesOf({ example, examples = {} }: MediaType): unknown[] {
  return example === undefined ? Object.values(examples).map(({ value }) => value) : [example]
}

function asFields(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value as object).map(([name, field]) => [name, String(field)]))
}

/** The parts of a request as the wire layer takes them. */
export function sentOf({ path, query, headers, body }: Draft): Sent {
  return { path, query, headers: Object.entries(headers), ...(body && encodings[body.mediaType]?.(body.value)) }
}

const encodings: Readonly<Record<string, (value: unknown) => Sent>> = {
  'application/json': (json) => ({ json }),
  'application/x-www-form-urlencoded': (form) => ({ form: form as Record<string, string> }),
  'multipart/form-data': (multipart) => ({ multipart: multipart as Record<string, string> }),
}
