import type { Answer } from '../ways/declarations.ts'
import { pointerTo } from './call.ts'
import { type Field, isText, typesOf } from './fields.ts'
import { is } from './words.ts'

/** The fields of an answer that show an account, each with what it shows. */
export function accountAnswer(fields: readonly Field[]): Answer {
  const byParent = Map.groupBy(
    fields.filter(({ path }) => path.length > 0 && path.length < 4),
    ({ path }) => pointerTo(path.slice(0, -1)),
  )
  const [shown] = [...byParent].flatMap(([parent, siblings]) => {
    const isAccount = siblings.some((field) => is('email', field)) || siblings.some((field) => is('login', field))
    return isAccount && isPerson.test(parent) ? [siblings] : []
  })
  return Object.fromEntries((shown ?? []).flatMap((field) => shownBy(field)))
}

/** Where the account is in an answer: at the top, or in a member that is called so. */
const isPerson =
  /^(\/(data|result|response|payload|body|content))?(\/(\w*user|account|profile|member|me|owner|customer|\w*user(info|data|profile)))?$/i

function shownBy(field: Field): readonly (readonly [string, string])[] {
  const known = members.find(({ applies }) => applies(field))
  return known ? [[pointerTo(field.path), known.shows]] : []
}

const members: readonly { readonly applies: (field: Field) => boolean; readonly shows: string }[] = [
  { applies: (field) => is('email', field) && isText(field), shows: '$account.email' },
  { applies: (field) => is('id', field) && isShownId(field), shows: '$account.id' },
  { applies: (field) => is('login', field) && isText(field), shows: '$account.login' },
  { applies: (field) => is('name', field) && isText(field), shows: '$account.name' },
  { applies: (field) => is('role', field) && isText(field), shows: '$account.role' },
]

/** Ids of accounts are numbers or plain texts; those of the demo accounts are no UUIDs. */
function isShownId(field: Field): boolean {
  const { format, pattern } = field.schema
  return isNumber(field) || (isText(field) && format === undefined && pattern === undefined)
}

export function isNumber(field: Field): boolean {
  return typesOf(field).some((type) => type === 'integer' || type === 'number')
}

/** Whether the id of an account is a number in an answer. */
export function showsNumber(fields: readonly Field[], answer: Answer): boolean {
  return fields.some((field) => answer[pointerTo(field.path)] === '$account.id' && isNumber(field))
}
