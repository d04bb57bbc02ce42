import { iso } from '../auth/clock.ts'
import type { Random } from '../auth/secret.ts'
import type { ErasedRequest } from '../contract/handler.ts'
import { randomUUID } from '../contract/uuid.ts'
import type { Account } from '../store/account.ts'
import type { Asked, Setting, Shown } from '../ways/declarations.ts'
import { memberOf } from '../ways/evaluate.ts'
import { emailOf } from './actions/address.ts'

type Named = Readonly<Record<string, unknown>>

/** What the values of an answer may refer to. */
export interface Known {
  readonly account?: Account | undefined
  /** A key by the names of its members: `id`, `secret` while it is in plain, `created`, and those that it was issued with. */
  readonly key?: Named | undefined
  /** The part of a list that an answer has: `limit`, `offset`, `total`, and where the `next` and the `previous` one are. */
  readonly page?: Named | undefined
  readonly request?: ErasedRequest | undefined
  readonly settings: Named
  /** By way, the credentials of the account that are shown always. */
  readonly credentials?: Named | undefined
  readonly random: Random
}

/** The value of a member of an answer; undefined for what is not known. */
export function shownValue(shown: Shown, known: Known): unknown {
  if (typeof shown !== 'object' || shown === null) return resolved(shown, known)
  const { from, as, otherwise } = shown
  const value = resolved(from, known)
  if (!as) return value ?? otherwise
  return Object.hasOwn(as, String(value)) ? as[String(value)] : otherwise
}

/** What a request says for a value of a declaration; undefined for what it does not say. */
export function askedValue(asked: Asked, request: ErasedRequest): unknown {
  if (typeof asked === 'object' && asked !== null) return askedValue(asked.from, request) ?? asked.otherwise
  const pointer = readExpression(asked)
  if (!pointer) return asked
  return pointer.place === 'request' ? requested(pointer.rest, request) : undefined
}

/** A value, or that of the setting it names. */
export function settingValue<Value>(setting: Setting<Value>, settings: Named): Value {
  const { place, rest = '' } = readExpression(setting) ?? {}
  return (place === 'settings' ? memberOf(settings, rest) : setting) as Value
}

interface Expression {
  readonly place: string
  readonly rest: string
}

/** `$account.email` is the place `account` and the rest `email`; undefined for a constant. */
function readExpression(value: unknown): Expression | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return undefined
  const [, place = '', rest = ''] = /^\$(\w+)(?:\.(.*))?$/s.exec(value) ?? []
  return { place, rest }
}

type Read = (name: string, known: Known) => unknown

/** How each place is read; an expression of any other place has no value. */
const places: Readonly<Record<string, Read>> = {
  account: (name, { account }) => account && accountMember(account, name),
  key: (name, { key }) => memberOf(key, name),
  page: (name, { page }) => memberOf(page, name),
  request: (rest, { request }) => request && requested(rest, request),
  settings: (name, { settings }) => memberOf(settings, name),
  credentials: (way, { credentials }) => memberOf(credentials, way),
  uuid: (_, { random }) => randomUUID(random),
}

function resolved(value: unknown, known: Known): unknown {
  const expression = readExpression(value)
  if (!expression) return value
  const { place, rest } = expression
  return Object.hasOwn(places, place) ? places[place]?.(rest, known) : undefined
}

const ownMembers: ReadonlySet<string> = new Set(['id', 'name', 'role'])

function accountMember(account: Account, name: string): unknown {
  if (name === 'created') return iso(account.created)
  if (name === 'email') return emailOf(account) ?? undefined
  const own = memberOf(ownMembers.has(name) ? account : account.data, name)
  return name === 'roles' ? (own ?? account.roles) : own
}

/** `body#/a/b` by JSON Pointer, or a part of the request and a name in it. */
function requested(rest: string, request: ErasedRequest): unknown {
  const [, pointer] = /^body(?:#(.*))?$/s.exec(rest) ?? []
  if (rest.startsWith('body')) return membersOf(pointer ?? '').reduce<unknown>(memberOf, request.body)
  const [, part = '', name = ''] = /^(path|query|header|cookie)\.(.*)$/s.exec(rest) ?? []
  if (part === 'header') return headerOf(request.header, name)
  return memberOf(request[part as 'path' | 'query' | 'cookie'], name)
}

/** The names that a JSON Pointer leads through. */
export function membersOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function headerOf(header: Named, name: string): unknown {
  const folded = name.toLowerCase()
  return Object.entries(header).find(([key]) => key.toLowerCase() === folded)?.[1]
}
