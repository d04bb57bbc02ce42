import { accountAnswer, showsNumber } from './account-answer.ts'
import { type ApiFacts, isBeforeLogin, type OperationFacts } from './api-facts.ts'
import { pointerTo } from './call.ts'
import { type Field, isText } from './fields.ts'
import type { Certainty, Guess } from './guess.ts'
import type { Login } from './logins.ts'
import { tokensOf } from './outputs.ts'
import { is, lastSegment, ownWords, says } from './words.ts'

const registerWords =
  /^(register|registration|registrations|signup|createaccount|createuser|usercreate|registeruser|joinus|enroll)$/
/** Administrators create users as well; a sign-up is called so. */
const signUpWords = /^(register|registration|signup|joinus|enroll)$/
const otherWords =
  /^(invite|invitation|invitations|invited|confirm|verify|verification|verifications|resend|activate|activation|admin|reset|finalize|complete|options|begin|webauthn|passkey|passkeys|oauth|device|devices|client|clients|check|available|availability|login|attempts?)$/

/** By way, the places of its answers. */
export type WayOutputs = ReadonlyMap<string, readonly string[]>

/** The sign-ups of a contract. */
export function findRegistrations(facts: ApiFacts, logins: readonly Login[], outputs: WayOutputs): readonly Guess[] {
  const found = facts.operations.flatMap((operation) => registrationAt(facts, operation, logins, outputs) ?? [])
  const called = found.find(({ operationId = '' }) => says(ownWords({ id: operationId, path: '' }), signUpWords))
  const first = called ?? found.find(({ certainty }) => certainty === 'sure')
  const rest = found.filter((guess) => guess !== first)
  const lowered = rest.map(
    (guess): Guess =>
      called || guess.certainty === 'unsure' ? { ...guess, certainty: 'unsure' } : { ...guess, certainty: 'likely' },
  )
  return first ? [first, ...lowered] : lowered
}

function registrationAt(
  facts: ApiFacts,
  operation: OperationFacts,
  logins: readonly Login[],
  outputs: WayOutputs,
): Guess | undefined {
  const { method, path, id } = operation.operation
  if (method !== 'POST' || path.includes('{') || says(operation.ownWords, otherWords)) return undefined
  const form = operation.forms.find((each) => each.some((field) => isProof(field)))
  const account = form && accountOf(form)
  if (!form || !account) return undefined
  const isNamed = says(operation.ownWords, registerWords)
  const isCollection = /^(users?|accounts?|members?|customers?)$/.test(lastSegment(path))
  if (
    (!isNamed && !isCollection) ||
    !isBeforeLogin(
      operation,
      logins.map(({ scheme }) => scheme),
    )
  )
    return undefined
  const isAdministration =
    !operation.isOpen && operation.ownSecurity === undefined && !says(operation.ownWords, signUpWords)
  if (isAdministration || logins.some((login) => login.facts === operation)) return undefined
  const then = logins.find((login) => hasSameToken(facts, operation, login) && hasAll(operation, login, outputs))
  const answer = then ? {} : accountAnswer(operation.answer)
  const certainty: Certainty = isNamed && (operation.isOpen || logins.length > 0) ? 'sure' : 'likely'
  return {
    id: `register ${id}`,
    kind: 'register',
    certainty: logins.length === 0 ? 'unsure' : certainty,
    subject: operation.name,
    operationId: id,
    what: 'creates an account',
    reasons: [
      `it is open and takes ${Object.keys(account).join(', ')}`,
      ...(then ? [`its answer has the credential where ${then.facts.name} has it`] : []),
    ],
    changes: [
      {
        at: ['paths', path, method.toLowerCase()],
        value: {
          'x-action': {
            kind: 'register',
            account,
            // A member `then` of a literal looks like a promise to linters.
            ...(then && Object.fromEntries([['then', then.way]])),
            ...(Object.keys(answer).length > 0 && { answer }),
          },
        },
      },
      ...(showsNumber(operation.answer, answer) ? [numbered] : []),
    ],
    needs: then ? [then.id] : [],
  }
}

/** Accounts whose ids are shown as numbers have ids that are numbers. */
export const numbered = { at: [], value: { 'x-accounts': { id: 'number' } } } as const

function isProof(field: Field): boolean {
  return field.in === 'body' && is('password', field) && isText(field)
}

/** Whether an answer has a place for everything that a login gives. */
function hasAll({ answer }: OperationFacts, { way }: Login, outputs: WayOutputs): boolean {
  const pointers = new Set(answer.map(({ path }) => `$response.body#${pointerTo(path)}`))
  return (outputs.get(way) ?? []).every((at) => pointers.has(at) || !at.startsWith('$response.body'))
}

function hasSameToken(facts: ApiFacts, operation: OperationFacts, login: Login): boolean {
  return tokensOf(facts, operation).some(({ at }) => at === login.token?.at)
}

/** What an account gets of a request; undefined if nobody could log in by it. */
function accountOf(form: readonly Field[]): Readonly<Record<string, string>> | undefined {
  const fields = form.filter((field) => field.in === 'body' && isText(field))
  const find = (
    what: 'email' | 'username' | 'name' | 'password' | 'phone',
    isOther: (field: Field) => boolean = () => true,
  ) => fields.find((field) => is(what, field) && isOther(field))
  const email = find('email')
  const named = find('name')
  const login = find('username', (field) => field !== named || !email)
  const account = {
    email,
    login,
    name: named === login ? undefined : named,
    phone: find('phone'),
    password: find('password'),
  }
  const known = Object.entries(account).flatMap(([name, field]) =>
    field ? [[name, `$request.body#${pointerTo(field.path)}`] as const] : [],
  )
  return email || login ? Object.fromEntries(known) : undefined
}
