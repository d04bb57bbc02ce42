import type { Way } from '../ways/way.ts'
import { isNumber } from './account-answer.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { outputAt } from './call.ts'
import { isText } from './fields.ts'
import type { Output } from './outputs.ts'
import { is } from './words.ts'

/** When a credential expires, as the answer of its login says it: in a member with the credential, or in the JWT itself. */
export function expiresOf(
  { schemes }: ApiFacts,
  { answer }: OperationFacts,
  scheme: string,
  token: Output,
): { readonly value: NonNullable<Way['expires']>; readonly reason: string } | undefined {
  const parent = token.path?.slice(0, -1).join('/')
  const near = answer.filter(({ path }) => path.slice(0, -1).join('/') === parent)
  const seconds = near.find((field) => is('expiresIn', field) && isNumber(field))
  if (seconds) return said('in', outputAt(seconds), `"${seconds.path.at(-1)}" says in how many seconds it expires`)
  const date = near.find((field) => is('expiresAt', field) && isText(field) && field.schema.format === 'date-time')
  if (date) return said('at', outputAt(date), `"${date.path.at(-1)}" says when it expires`)
  const { bearerFormat } = (schemes[scheme] ?? {}) as { readonly bearerFormat?: unknown }
  return /^jwt$/i.test(String(bearerFormat ?? ''))
    ? said('jwt', token.at, 'the scheme says that it is a JWT, which says when it expires')
    : undefined
}

function said(form: 'in' | 'at' | 'jwt', at: string, reason: string) {
  return { value: { [form]: at }, reason }
}
