import { memberNames, requestSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument, Schema } from '../../contract/document.ts'
import { nearest } from '../../contract/nearest.ts'
import { isObject } from '../../ways/evaluate.ts'
import { limitNames } from '../../ways/limit-names.ts'
import type { Declared } from './declared.ts'
import type { DeclarationFault } from './fault.ts'

/** What the expressions at a place may refer to. */
interface Scope {
  /** The operation whose request they read, if they read one. */
  readonly operation?: Operation | undefined
  /** The way whose keys they show. */
  readonly keyOf?: string | undefined
}

/** What the expressions within a declaration refer to that is not there. */
export function expressionFaults(
  declared: Declared,
  value: unknown,
  at: readonly string[],
  scope: Scope,
): DeclarationFault[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([name, each]) => expressionFaults(declared, each, [...at, name], scope))
  const [, place = '', rest = ''] = (typeof value === 'string' && /^\$(\w+)(?:\.(.*))?$/s.exec(value)) || []
  const message = Object.hasOwn(places, place) ? places[place]?.(rest, declared, scope) : undefined
  return message === undefined ? [] : [{ at, message }]
}

type Check = (rest: string, declared: Declared, scope: Scope) => string | undefined

const places: Readonly<Record<string, Check>> = {
  account: (name, declared) => unknown('account member', name, accountMembers(declared)),
  settings: (name, { settings }) => unknown('setting', name, [...Object.keys(settings), ...limitNames]),
  page: (name) => unknown('member of a page', name, ['limit', 'offset', 'total', 'next', 'previous']),
  key: (name, declared, { keyOf }) => unknown('member of a key', name, keyMembers(declared, keyOf)),
  credentials: (name, { ways }) =>
    unknown(
      'way whose credential is shown always',
      name,
      ways.filter(({ lifecycle }) => lifecycle.shown === 'always').map((way) => way.name),
    ),
  request: (rest, { contract: { document } }, { operation }) => {
    const [, pointer] = /^body(?:#(.*))?$/s.exec(rest) ?? []
    if (!operation) return undefined
    if (!rest.startsWith('body')) return unknownParameter(rest, operation)
    const schema = requestSchema(document, operation)
    return nothingAt(document, schema, pointer ?? '', `The body of "${operation.id}"`)
  },
}

function unknownParameter(rest: string, { id, parameters }: Operation): string | undefined {
  const [, part = '', name = ''] = /^(\w+)\.(.*)$/s.exec(rest) ?? []
  const known = parameters.filter((parameter) => parameter.in === part).map((parameter) => parameter.name)
  const isKnown = known.some(
    (each) => each === name || (part === 'header' && each.toLowerCase() === name.toLowerCase()),
  )
  return isKnown ? undefined : `"${id}" has no ${part} parameter "${name}"${hint(name, known)}`
}

/** The members that every account has, and those that the contract gives it. */
function accountMembers({ accounts, actions }: Declared): readonly string[] {
  const given = actions.flatMap(({ action }) => {
    if (action.kind === 'register') return Object.keys(action.account)
    return action.kind === 'change-account' ? Object.keys(action.members) : []
  })
  const own = ['id', 'email', 'name', 'role', 'roles', 'created', 'phone', 'login', 'activated']
  return [...own, ...Object.keys(accounts.members), ...given.filter((name) => name !== 'password')]
}

function keyMembers({ actions }: Declared, way: string | undefined): readonly string[] {
  const given = actions.flatMap(({ action }) =>
    action.kind === 'issue-key' && (way === undefined || action.way === way) ? Object.keys(action.members ?? {}) : [],
  )
  return ['id', 'secret', 'created', 'expires', ...given]
}

/** Says that a name is unknown, and which may have been meant. */
export function unknown(what: string, name: string, known: readonly string[]): string | undefined {
  return known.includes(name) ? undefined : `There is no ${what} "${name}"${hint(name, known)}`
}

export function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  if (near !== undefined) return `; did you mean "${near}"?`
  return known.length === 0 || known.length > 12 ? '' : `; there are ${[...new Set(known)].join(', ')}`
}

/** Says that a value of a schema has nothing at a JSON Pointer, and which one may have been meant. */
export function nothingAt(
  document: ContractDocument,
  schema: Schema | undefined,
  pointer: string,
  what: string,
): string | undefined {
  const members = membersOf(pointer)
  if (schemaAt(document, schema, members)) return undefined
  const before = pointer.slice(0, pointer.lastIndexOf('/') + 1)
  const names = memberNames(document, schemaAt(document, schema, members.slice(0, -1)))
  const known = names.map((name) => before + name.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `${what} has nothing at "${pointer}"${hint(pointer, known)}`
}

/** The names that a JSON Pointer leads through. */
export function membersOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
