import { answerSchema } from '../contract/body-schema.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { outputAt } from './call.ts'
import { isText } from './fields.ts'
import { folded, is, nameOf } from './words.ts'

/** A place of an answer that has a credential. */
export interface Output {
  /** `$response.body#/token`. */
  readonly at: string
  readonly name: string
  /** The names that lead to it in the body; undefined for a header. */
  readonly path: readonly string[] | undefined
  /** Whether its name leaves no doubt. */
  readonly isUsual: boolean
}

/** What credentials are called, the most telling names first. */
const ranks: readonly RegExp[] = [
  /^accesstoken/,
  /^(session|auth|bearer|jwt|user|login|authentication)token/,
  /^(access)?jwt|^bearer$/,
  /^token/,
  /^idtoken|^apitoken/,
  /./,
]

/** The credentials that an answer shows, the most telling first. */
export function tokensOf({ document }: ApiFacts, { answer, operation }: OperationFacts): readonly Output[] {
  const inBody = answer
    .filter((field) => is('access', field) && isText(field))
    .toSorted((one, other) => rankOf(nameOf(one)) - rankOf(nameOf(other)))
    .map((field): Output => ({ at: outputAt(field), name: field.path.at(-1) ?? '', path: field.path, isUsual: true }))
  const schema = answerSchema(document, operation)
  const whole: readonly Output[] =
    answer.length === 0 && schema?.type === 'string'
      ? [{ at: '$response.body', name: 'token', path: [], isUsual: false }]
      : []
  return [...inBody, ...inHeaders(operation), ...whole]
}

function rankOf(name: string): number {
  return ranks.findIndex((rank) => rank.test(name))
}

function inHeaders({ responses }: OperationFacts['operation']): readonly Output[] {
  const [, success] = [...responses].find(([status]) => status.startsWith('2')) ?? []
  return Object.keys(success?.headers ?? {})
    .filter(
      (name) =>
        /^(x)?(auth|access|session|subject|jwt)?token$|^authorization$|^(x)?jwt$/.test(folded(name)) &&
        !/csrf|xsrf/i.test(name),
    )
    .map((name) => ({ at: `$response.header.${name}`, name, path: undefined, isUsual: true }))
}
