import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'
import { banner } from './banner.ts'
import { compileWay, inputType } from './compile-way.ts'

/** `client.ts`: the typed client, openapi-fetch with this API's ways to authenticate. */
export function renderClient(document: ContractDocument, packageName = 'latchkey'): string {
  const contract = readContract(document)
  const ways = waysOf(document)
  const inputs = ways.length > 0 ? ', type Input' : ''
  return `${banner}import { type ApiClient, type ClientOptions, createApiClient${inputs}, type WayTable } from '${packageName}/client'
import { operations, type SecuritySchemeName, securitySchemes } from './operations.ts'
import type { paths } from './schema.ts'

/** openapi-fetch takes a readonly list for an object and leaves nothing of its methods, so it gets the types without. */
type Thawed<T> = T extends Blob
  ? T
  : T extends readonly unknown[]
    ? { -readonly [Key in keyof T]: Thawed<T[Key]> }
    : T extends object
      ? { -readonly [Key in keyof T as ParsedKey<Key, keyof T>]: Thawed<T[Key]> }
      : T

/** An answer that may be an event stream or something else is read as that; \`parseAs: 'stream'\` reads the stream. */
type ParsedKey<Key, All> = Key extends 'text/event-stream' ? ([All] extends [Key] ? Key : never) : Key

/** The ways to authenticate that the client looks after, and what each of them takes. */
export type Authentication = ${unionOf(contract, ways)}

/** The ways that lead the browser somewhere else. */
export type Redirect = ${redirectsOf(ways)}

/** What the client knows of this API's ways; the contract's \`x-ways\`. */
const ways = {${rowsOf(contract, ways)}} satisfies WayTable

/** A client whose paths, parameters, bodies and answers are those of the contract; each operation sends the credential it takes. */
export type Client = ApiClient<Thawed<paths>, Authentication, Redirect>

export function createClient(options: ClientOptions<SecuritySchemeName, Authentication>): Client {
  return createApiClient<Thawed<paths>, SecuritySchemeName, Authentication, Redirect>({ operations, securitySchemes, ways }, options)
}
`
}

function unionOf(contract: Contract, ways: readonly FoundWay[]): string {
  return ways.length > 0 ? ways.map((way) => `\n  | ${memberOf(contract, way)}`).join('') : 'never'
}

function memberOf(contract: Contract, way: FoundWay): string {
  const inputs = Object.entries(way.inputs ?? {}).map(([name, { description, required = true }]) => {
    const type = `Input<${inputType(contract, way, name)}>`
    return `${comment(description)}      readonly ${name}${required ? '' : '?'}: ${type}\n`
  })
  return `{\n${comment(way.description)}      readonly way: ${JSON.stringify(way.name)}\n${inputs.join('')}    }`
}

function comment(text = ''): string {
  return text && `      /** ${text.trim().replaceAll(/\s+/g, ' ').replaceAll('*/', '*\\/')} */\n`
}

function redirectsOf(ways: readonly FoundWay[]): string {
  const names = ways.filter(({ redirect }) => redirect).map(({ name }) => JSON.stringify(name))
  return names.length > 0 ? `Extract<Authentication, { readonly way: ${names.join(' | ')} }>` : 'never'
}

function rowsOf(contract: Contract, ways: readonly FoundWay[]): string {
  const rows = ways.map((way) => `\n  ${JSON.stringify(way.name)}: ${JSON.stringify(compileWay(contract, way))},`)
  return rows.length > 0 ? `${rows.join('')}\n` : ''
}
