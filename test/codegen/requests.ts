import { type Contract, type Operation, resolve } from '../../src/contract/contract.ts'
import type { ContractDocument, MediaType } from '../../src/contract/document.ts'

/** Parameters of one place, as the wire carries them. */
export type Values = Readonly<Record<string, string | readonly string[]>>

/** A body in one media type of an operation. */
export interface Body {
  readonly mediaType: string
  readonly value: unknown
}

/** A request to one operation, made of the examples of its parameters. */
export interface FixtureRequest {
  readonly name: string
  readonly operation: Operation
  readonly values: Readonly<Record<'path' | 'query' | 'header' | 'cookie', Values>>
  readonly body: Body | undefined
}

/** A request to every operation, one for each media type whose body has an example. */
export function documentedRequests(contract: Contract): FixtureRequest[] {
  return contract.operations.flatMap((operation) => {
    const requests = requestsWith(contract, operation, (media) => exampleOf(media, contract.document))
    return requests.length > 0 ? requests : [request(contract, operation, undefined)]
  })
}

/** A request with each body that must be refused: the `x-refused` of a media type. */
export function wrongRequests(contract: Contract): FixtureRequest[] {
  const refused = (media: MediaType & { readonly 'x-refused'?: unknown }) => media['x-refused']
  return contract.operations.flatMap((operation) => requestsWith(contract, operation, refused))
}

/** The names that {@link wrongRequests} must have: every media type under which not just any body is right. */
export function narrowMediaTypes(contract: Contract): string[] {
  const isNarrow = ({ schema = {} }: MediaType) => Object.keys(schema).length > 0 || undefined
  const requests = contract.operations.flatMap((operation) => requestsWith(contract, operation, isNarrow))
  return requests.map(({ name }) => name).filter((name) => !name.includes('*'))
}

/** The first example of a media type, a parameter or a header. */
export function exampleOf({ example, examples = {} }: MediaType, document: ContractDocument): unknown {
  const [first] = Object.values(examples)
  return example ?? (first && resolve<{ readonly value?: unknown }>(document, first).value)
}

function requestsWith(contract: Contract, operation: Operation, valueIn: (media: MediaType) => unknown) {
  return Object.entries(operation.requestBody?.content ?? {})
    .map(([mediaType, media]) => ({ mediaType, value: valueIn(media) }))
    .filter(({ value }) => value !== undefined)
    .map((body) => request(contract, operation, body))
}

function request({ document }: Contract, operation: Operation, body: Body | undefined): FixtureRequest {
  const given = operation.parameters
    .map((parameter) => ({ ...parameter, example: exampleOf(parameter, document) }))
    .filter(({ example }) => example !== undefined)
  const valuesIn = (place: string): Values =>
    Object.fromEntries(
      given
        .filter(({ in: where }) => where === place)
        .map(({ name, example }) => [name, Array.isArray(example) ? example.map(String) : String(example)]),
    )
  return {
    name: body ? `${operation.id} ${body.mediaType}` : operation.id,
    operation,
    values: {
      path: valuesIn('path'),
      query: valuesIn('query'),
      header: valuesIn('header'),
      cookie: valuesIn('cookie'),
    },
    body,
  }
}
