import type { Operation } from '../../contract/contract.ts'
import type { Asked } from '../../ways/declarations.ts'
import { place } from '../../ways/place.ts'
import type { Sent } from '../request.ts'
import { membersOf, withMembers } from './body-damage.ts'
import { formOf } from './body-form.ts'

/** Where a request says something: the names that lead to a member of its body, or a parameter. */
type AskedPlace =
  | { readonly in: 'body'; readonly members: readonly string[] }
  | { readonly in: 'path' | 'query' | 'header'; readonly name: string }

/** Reads `$request.body#/…`, `$request.path.NAME`, `$request.query.NAME` and `$request.header.NAME`; undefined for a constant. */
export function placeOf(asked: Asked | undefined): AskedPlace | undefined {
  const expression = typeof asked === 'object' && asked !== null ? asked.from : asked
  const found = /^\$request\.(?:body#((?:\/[^/]*)+)|(path|query|header)\.(.+))$/s.exec(String(expression))
  if (!found) return undefined
  const [, pointer, part, name = ''] = found
  if (pointer === undefined) return { in: part as 'path', name }
  const names = pointer.split('/').slice(1)
  return { in: 'body', members: names.map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~')) }
}

/** A request that says a value where a declaration reads it; the same one where it reads none. */
export function saying(operation: Operation, sent: Sent, asked: Asked | undefined, value: string | boolean): Sent {
  const at = placeOf(asked)
  if (!at) return sent
  if (at.in === 'header') return { ...sent, headers: [...(sent.headers ?? []), [at.name, String(value)]] }
  if (at.in !== 'body') return { ...sent, [at.in]: { ...Object(sent[at.in]), [at.name]: value } }
  const members = place(membersOf(sent) ?? {}, [{ at, value }]) as Readonly<Record<string, unknown>>
  return membersOf(sent) ? withMembers(sent, members) : { ...sent, ...formOf(operation, members) }
}

/** What a request says where a declaration reads it, as far as that is a member of its body. */
export function said(sent: Sent, asked: Asked | undefined): unknown {
  const at = placeOf(asked)
  if (at?.in !== 'body') return undefined
  return at.members.reduce<unknown>((node, name) => Object(node)[name], membersOf(sent))
}
