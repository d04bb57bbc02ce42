import { type Operation, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { isMediaRange, kindOf } from '../contract/media-type.ts'
import { banner } from './banner.ts'
import { encodingsOf, stylesOf } from './styles.ts'

/** `operations.ts`: the server stub, a table of operations and the type of their handlers. */
export function renderOperations(document: ContractDocument, packageName = 'latchkey'): string {
  const { operations, basePath, securitySchemes } = readContract(document)
  const rows = operations.map((operation) => {
    const { id, method, path, security, responses, requestBody } = operation
    const statuses = [...responses.keys()].map((status) => (/^\d+$/.test(status) ? Number(status) : status))
    const mediaTypes = requestBody && Object.keys(requestBody.content)
    const written = { styles: stylesOf(operation), encodings: encodingsOf(operation) }
    const answers = answersOf(operation)
    return `  ${keyOf(id)}: ${JSON.stringify({ method, path, security, statuses, mediaTypes, answers, ...written })},`
  })
  const schemes = Object.entries(securitySchemes).map(
    ([name, { type, scheme, in: where, name: parameter }]) =>
      `  ${JSON.stringify(name)}: ${JSON.stringify({ type, scheme, in: where, name: parameter })},`,
  )
  return `${banner}import type { HandlersFor, OperationTable, ReplyOf, RequestOf } from '${packageName}/contract'
import type { operations as Types } from './schema.ts'

/** The path of the vendor's server, in front of every path below. */
export const basePath = ${JSON.stringify(basePath)}

/** Each operation's method and path, the credentials it takes (alternatives, first present wins), the statuses it can give, the media types of its body, what its successes are if not JSON alone, and how its parameters are written. */
export const operations = {
${rows.join('\n')}
} as const satisfies OperationTable

/** The ways to authenticate that the contract names. */
export const securitySchemes = {
${schemes.join('\n')}
} as const

export type OperationId = keyof typeof operations
export type SecuritySchemeName = keyof typeof securitySchemes

/** One handler an operation; a missing operation, an undocumented status or a wrong body does not compile. */
export type Handlers<Context, Callers extends Readonly<Record<SecuritySchemeName, unknown>>> = HandlersFor<
  Types,
  typeof operations,
  Context,
  Callers
>

/** The documented replies of an operation. */
export type Reply<Id extends OperationId> = ReplyOf<Types[Id]>

/** The validated request of an operation. */
export type Request<Id extends OperationId> = RequestOf<Types[Id]>
`
}

/** What successes are, but for JSON alone. `default` is one where no other is documented. */
function answersOf({ responses }: Operation): 'any' | 'other' | undefined {
  const successes = [...responses.keys()].filter((status) => status.startsWith('2'))
  const mediaTypes = (successes.length > 0 ? successes : ['default']).flatMap((status) =>
    Object.keys(responses.get(status)?.content ?? {}),
  )
  const json = mediaTypes.filter((type) => !isMediaRange(type) && kindOf(type) === 'json')
  if (json.length === mediaTypes.length) return undefined
  return json.length > 0 || mediaTypes.some(isMediaRange) ? 'any' : 'other'
}

/** Quoted, but for a number, which the type generator leaves bare: the keys of the table must be those of the types. */
function keyOf(id: string): string {
  // As it stands it would be the prototype of the table.
  if (id === '__proto__') return '["__proto__"]'
  return /^\d/.test(id) && String(Number(id)) === id ? id : JSON.stringify(id)
}
