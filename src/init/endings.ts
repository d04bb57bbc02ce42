import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { callOf, type Filled, inputFilled, remaining } from './call.ts'
import { carrierOf } from './carriers.ts'
import { type Form, typesOf } from './fields.ts'
import type { Certainty, Guess } from './guess.ts'
import type { Login } from './logins.ts'
import { is, lastSegment, nameOf, says } from './words.ts'

const endWords = /^(logout|logoff|signout|signoff|revoke|revoketoken|invalidate|endsession|terminate)$/
const ofOthers =
  /^(all|others?|everywhere|admin|users?accounts?|devices|backchannel|frontchannel|consent|grants?|invitations?|keys?|apikeys?|license|certificates?|roles?|permissions?|shares?|member(ship)?s?|invites?|apps?|connections?|links?|challenge)$/

/** How the credentials of logins are ended. */
export function findEndings(
  facts: ApiFacts,
  logins: readonly Login[],
  renewing: ReadonlySet<string>,
): readonly Guess[] {
  return logins.flatMap((login) => {
    const calls = facts.operations.flatMap((operation) => callsAt(facts, operation, login, renewing.has(login.scheme)))
    const [best] = calls.toSorted((one, other) => other.score - one.score)
    return best ? [guessOf(login, best)] : []
  })
}

interface Ending {
  readonly operation: OperationFacts
  readonly filled: readonly Filled[]
  readonly requires: boolean
  readonly certainty: Certainty
  readonly reason: string
  readonly score: number
}

/** The schemes that operations require which look like logouts: they are what a login leads to. */
export function endingSchemes(facts: ApiFacts): readonly string[] {
  return facts.operations.filter((each) => says(each.ownWords, endWords)).flatMap(({ schemes }) => schemes)
}

function callsAt(facts: ApiFacts, operation: OperationFacts, login: Login, hasRefresh: boolean): readonly Ending[] {
  const { method, path } = operation.operation
  const isNamed = says(operation.ownWords, endWords)
  const isOpposite = method === 'DELETE' && path === login.facts.operation.path
  if (operation === login.facts || (!isNamed && !isOpposite) || says(operation.ownWords, ofOthers)) return []
  if (/\{/.test(path) || method === 'PUT' || method === 'PATCH') return []
  return operation.forms.slice(0, 1).flatMap((form) => {
    const filled = presented(form, hasRefresh)
    const { constants, inputs } = remaining(form, filled)
    if (inputs.some((field) => !typesOf(field).includes('boolean'))) return []
    const asks = operation.schemes.includes(login.scheme)
    const isCookie = carrierOf(facts.schemes[login.scheme]) === 'cookie'
    if (!asks && filled.length === 0 && operation.schemes.length > 0 && !isCookie) return []
    if (isCookie && !asks && operation.schemes.length > 0) return []
    const isLogout = says(operation.ownWords, /^(logout|logoff|signout|signoff)$/)
    const requires = !asks && filled.length === 0
    const isSure = (isLogout || isOpposite || filled.length > 0) && !requires && login.certainty === 'sure'
    return [
      {
        operation,
        filled: [...filled, ...constants, ...inputs.filter(({ required }) => required).map(inputFilled)],
        requires,
        certainty: login.certainty === 'unsure' ? 'unsure' : isSure ? 'sure' : 'likely',
        reason: reasonOf({ asks, isOpposite, filled, scheme: login.scheme }),
        score:
          (isLogout ? 4 : 0) +
          (isOpposite ? 5 : 0) +
          (asks ? 2 : 0) +
          (filled.length > 0 ? 3 : 0) +
          (method === 'POST' ? 1 : 0) +
          (lastSegment(path) === 'logout' ? 1 : 0) -
          path.length / 100,
      },
    ]
  })
}

function reasonOf({
  asks,
  isOpposite,
  filled,
  scheme,
}: {
  asks: boolean
  isOpposite: boolean
  filled: readonly Filled[]
  scheme: string
}): string {
  if (isOpposite) return 'it deletes what the login of the same path creates'
  if (filled.length > 0) return `it is called like a logout and takes "${filled[0]?.field.path.at(-1)}"`
  return asks
    ? `it is called like a logout and requires ${scheme}`
    : 'it is called like a logout; what it ends is the credential that it is sent, so it has to require one'
}

/** What a logout is sent: the refresh token, or the token itself. */
function presented(form: Form, hasRefresh: boolean): readonly Filled[] {
  const fields = form.filter(({ in: place }) => place === 'body' || place === 'query')
  const refresh = hasRefresh ? fields.find((field) => is('refresh', field)) : undefined
  const token = fields.find((field) => /^(access|session)?token$/.test(nameOf(field)) && field.required)
  return [
    ...(refresh ? [{ field: refresh, value: '$outputs.refresh' }] : []),
    ...(token ? [{ field: token, value: '$outputs.token' }] : []),
  ]
}

function guessOf(login: Login, { operation, filled, requires, certainty, reason }: Ending): Guess {
  const call = callOf(operation.operation.id, filled)
  const inputs = filled.filter(({ value }) => String(value).startsWith('$inputs.'))
  const way = {
    ...(inputs.length > 0 && {
      inputs: Object.fromEntries(
        inputs.map(({ value }) => [String(value).slice('$inputs.'.length), { required: false }]),
      ),
    }),
    end: call,
  }
  const { path, method } = operation.operation
  return {
    id: `end ${login.scheme} ${login.way} ${operation.operation.id}`,
    kind: 'end',
    certainty,
    subject: operation.name,
    operationId: operation.operation.id,
    scheme: login.scheme,
    what: `ends the credential of ${login.scheme}`,
    reasons: [reason],
    changes: [
      { at: ['components', 'securitySchemes', login.scheme], value: { 'x-ways': { [login.way]: way } } },
      ...(requires
        ? [{ at: ['paths', path, method.toLowerCase()], value: { security: [{ [login.scheme]: [] }] } }]
        : []),
    ],
    needs: [login.id],
  }
}
