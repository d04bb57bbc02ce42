import type { ContractDocument } from '../contract/document.ts'
import type { SettingDeclaration } from '../ways/declarations.ts'
import { waysOf } from '../ways/found.ts'
import { banner } from './banner.ts'

/** `handlers.ts`: the types of a handlers file for the contract. */
export function renderHandlers(document: ContractDocument): string {
  const ways = [...new Set(waysOf(document).map(({ name }) => JSON.stringify(name)))]
  const declared = (document['x-settings'] ?? {}) as Readonly<Record<string, SettingDeclaration>>
  const settings = Object.entries(declared).map(
    ([name, { schema }]) => `  readonly ${JSON.stringify(name)}: ${typeOf(schema)}\n`,
  )
  return `${banner}import type { Callers, HandlerContext } from 'latchkey/handlers'
import type { Handlers as HandlersFor, SecuritySchemeName } from './operations.ts'

export type { OperationId, Reply, Request } from './operations.ts'

/** The ways to authenticate that credentials can be issued by. */
export type WayName = ${ways.length > 0 ? ways.join(' | ') : 'never'}

/** The settings that the contract declares, and the limits that every API has. */
export type Settings = Readonly<Record<string, unknown>>${settings.length > 0 ? ` & {\n${settings.join('')}}` : ''}

/** What every handler works with, in addition to its request. */
export type Context = HandlerContext<Settings, WayName>

/** The handlers of all operations. A handlers file has some: \`export const handlers: Partial<Handlers> = { … }\`. */
export type Handlers = HandlersFor<Context, Callers<SecuritySchemeName>>
`
}

const types: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
}

/** The values of a setting, as far as a word says it. */
function typeOf({ type, items }: SettingDeclaration['schema']): string {
  if (type === 'array') return `readonly ${types[String(Object(items).type)] ?? 'unknown'}[]`
  return types[String(type)] ?? 'unknown'
}
