import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { pointerTo } from './call.ts'
import type { Guess } from './guess.ts'
import { is, nameOf, says } from './words.ts'

const words =
  /^(verifyemail|emailverify|verifyemailaddress|confirmemail|emailconfirm|confirmregistration|activate|activation|activateaccount|confirmaccount|verifyaccount|verifyregistration|emailverification|confirmemailaddress)$/
const otherWords = /^(resend|send|request|change|mfa|totp|otp|new|subscription|license|device|factor|webhook|status)$/

/** What activates the account of a sign-up: an open operation that takes the code of its link. */
export function findActivations(facts: ApiFacts, registrations: readonly Guess[]): readonly Guess[] {
  const [registration] = registrations
  const [found] = registration
    ? facts.operations.flatMap((operation) => activationAt(operation, registration) ?? [])
    : []
  return found ? [found] : []
}

function activationAt(operation: OperationFacts, registration: Guess): Guess | undefined {
  const { id, path, method } = operation.operation
  if (!says(operation.ownWords, words) || says(operation.ownWords, otherWords) || !operation.isOpen) return undefined
  const [form = []] = operation.forms
  const code = form.find(
    (field) =>
      (is('code', field) || /^(key|activationkey|activationcode|uuid|hash)$/.test(nameOf(field))) &&
      field.in !== 'header',
  )
  if (!code || form.some((field) => is('password', field))) return undefined
  const from = code.in === 'body' ? `body#${pointerTo(code.path)}` : `${code.in}.${code.path[0]}`
  const [{ at: registered = [] } = {}] = registration.changes
  return {
    id: `activate ${id}`,
    kind: 'activate',
    certainty: registration.certainty === 'unsure' ? 'unsure' : 'likely',
    subject: operation.name,
    operationId: id,
    what: `activates the account that ${registration.subject} creates`,
    reasons: [
      `it is open and takes "${code.path.at(-1)}", as the link of a message has it; how long it works is assumed`,
    ],
    changes: [
      { at: registered, value: { 'x-action': { pending: { lifetime: 'P1D' } } } },
      {
        at: ['paths', path, method.toLowerCase()],
        value: { 'x-action': { kind: 'activate', code: `$request.${from}` } },
      },
    ],
    needs: [registration.id],
  }
}
