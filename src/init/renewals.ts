import { isNumber } from './account-answer.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { callOf, type Filled, inputFilled, inputName, outputAt, pointerTo, remaining } from './call.ts'
import { type Field, isText } from './fields.ts'
import { grantConstant, takesGrant } from './grants.ts'
import type { Guess, Remark } from './guess.ts'
import type { Login } from './logins.ts'
import { is, says } from './words.ts'

/** How the credentials of logins are renewed: where a refresh token is sent that the login answered with. */
export function findRenewals(
  facts: ApiFacts,
  logins: readonly Login[],
): { guesses: readonly Guess[]; remarks: readonly Remark[] } {
  const firsts = logins.filter((login) => logins.find(({ scheme }) => scheme === login.scheme) === login)
  const found = firsts.map((login) => renewalOf(facts, login))
  return {
    guesses: found.flatMap((each) => (each && 'id' in each ? [each] : [])),
    remarks: found.flatMap((each) => (each && 'text' in each ? [each] : [])),
  }
}

function renewalOf(facts: ApiFacts, login: Login): Guess | Remark | undefined {
  const refresh = login.facts.answer.find((field) => is('refresh', field) && isText(field))
  if (!login.token || !refresh) return undefined
  const calls = facts.operations.flatMap((operation) => callsAt(operation, login))
  const [best] = calls.toSorted((one, other) => other.score - one.score)
  if (!best)
    return {
      subject: login.facts.name,
      text: `answers with "${pointerTo(refresh.path)}", but no operation takes a refresh token in its request and answers with the next credential at ${login.token.at}`,
    }
  const { operation, filled, inputs } = best
  const lifetime = refreshLifetime(login.facts.answer)
  const way = {
    ...(inputs.length > 0 && { inputs: Object.fromEntries(inputs.map((field) => [inputName(field), inputOf(field)])) }),
    outputs: { refresh: outputAt(refresh) },
    renew: callOf(operation.operation.id, filled),
    ...(lifetime && { lifecycle: { refresh: { lifetime: `PT${lifetime}S` } } }),
  }
  return {
    id: `renew ${login.scheme} ${operation.operation.id}`,
    kind: 'renew',
    certainty:
      login.certainty === 'unsure'
        ? 'unsure'
        : inputs.some((field) => !is('clientId', field) && !is('clientSecret', field))
          ? 'likely'
          : login.certainty,
    subject: operation.name,
    operationId: operation.operation.id,
    scheme: login.scheme,
    what: `renews the credential of ${login.scheme}`,
    reasons: [
      `it takes the refresh token that ${login.facts.name} answers with at "${pointerTo(refresh.path)}", and answers with the next credential in the same place`,
      ...(lifetime ? [`the example of the login says that a refresh token lives ${lifetime} seconds`] : []),
    ],
    changes: [{ at: ['components', 'securitySchemes', login.scheme], value: { 'x-ways': { [login.way]: way } } }],
    needs: [login.id],
  }
}

function inputOf(field: Field): object {
  if (is('clientId', field)) return { is: 'client' }
  return is('clientSecret', field) ? { is: 'client-secret' } : {}
}

interface Call {
  readonly operation: OperationFacts
  readonly filled: readonly Filled[]
  readonly inputs: readonly Field[]
  readonly score: number
}

function callsAt(operation: OperationFacts, { facts: login, token }: Login): readonly Call[] {
  const { method } = operation.operation
  if (method === 'DELETE' || says(operation.ownWords, /^(logout|signout|revoke|revocation|introspect|invalidate)$/))
    return []
  const same = token?.path && operation.answer.find(({ path }) => pointerTo(path) === pointerTo(token.path ?? []))
  const inHeader = token && !token.path && operation.operation.responses.size > 0
  if (!same && !inHeader) return []
  return operation.forms.flatMap((form) => {
    const refresh = form.find(
      (field) => is('refresh', field) && field.in !== 'path' && field.in !== 'cookie' && isText(field),
    )
    if (!refresh || !takesGrant(form, 'refresh_token')) return []
    const grant = grantConstant(form, 'refresh_token')
    const old = form.find((field) => field.required && is('access', field) && field !== refresh && field.in === 'body')
    const filled = [
      { field: refresh, value: '$outputs.refresh' },
      ...(old ? [{ field: old, value: '$outputs.token' }] : []),
      ...grant,
    ]
    const { constants, inputs } = remaining(form, filled)
    const isProof = inputs.some((field) => is('password', field) || is('code', field))
    if (isProof || operation.operation.path.includes('{')) return []
    const named = says(operation.words, /^(refresh|renew|token|refreshtoken)$/) ? 2 : 0
    const near = sharedSegments(operation.operation.path, login.operation.path)
    return [
      {
        operation,
        filled: [...filled, ...constants, ...inputs.map(inputFilled)],
        inputs,
        score: named + near - inputs.length,
      },
    ]
  })
}

function sharedSegments(one: string, other: string): number {
  const [first, second] = [one.split('/'), other.split('/')]
  const differs = first.findIndex((segment, at) => segment !== second[at])
  return differs < 0 ? first.length : differs
}

/** What the example of an answer says of the life of a refresh token, in seconds. */
function refreshLifetime(answer: readonly Field[]): number | undefined {
  const field = answer.find(({ path }) => /^refresh_?(token)?_?expires_?in$/i.test(path.at(-1) ?? ''))
  const example =
    field && isNumber(field) ? Number(field.schema.example ?? [field.schema.examples].flat()[0]) : Number.NaN
  return Number.isInteger(example) && example > 0 ? example : undefined
}
