import { type ApiFacts, isBeforeLogin, type OperationFacts } from './api-facts.ts'
import { callOf, constantFor, type Filled, inputFilled, inputName, pointerTo, remaining } from './call.ts'
import { sent, tokenScheme } from './carriers.ts'
import { type Field, isText } from './fields.ts'
import type { Guess } from './guess.ts'
import { type Output, tokensOf } from './outputs.ts'
import { is, nameOf, says } from './words.ts'

const sendWords =
  /^(otp|otps|sendotp|requestotp|sendcode|sendcodes|requestcode|magiclink|magiclinks|passwordless|onetimepassword|emailotp|sendsms|smscode|logincode|sendverificationcode|passcode|passcodes|emailcode)$/
const redeemWords =
  /^(verify|verifyotp|otp|redeem|consume|login|signin|token|tokens|callback|validate|confirm|complete|finalize|magiclink|passwordless|code|session|sessions|authenticate|auth)$/
const otherWords =
  /^(reset|password|forgot|recover|recovery|change|factors?|mfa|totp|2fa|enable|disable|disabled|setup|qr|phoneverification|register|signup|invite|admin|webauthn|backup|delete)$/

/** Logins by a one-time password: what sends it, and what takes it. */
export function findCodes(facts: ApiFacts, hints: readonly string[], taken: ReadonlySet<string>): readonly Guess[] {
  const redeemers = facts.operations.flatMap((operation) => redeemerAt(facts, operation, hints) ?? [])
  const [redeemer] = redeemers.toSorted((one, other) => rank(other) - rank(one))
  const senders = facts.operations.flatMap((operation) => senderAt(operation, redeemer ? [redeemer.scheme] : []) ?? [])
  if (!redeemer || senders.length === 0) return []
  const way = taken.has('code') ? 'oneTimePassword' : 'code'
  const redeem = redeemGuess(facts, redeemer, way)
  return [redeem, ...senders.slice(0, 2).map((sender) => sendGuess(sender, way, redeem))]
}

/** What is called a code, and what is nothing else. */
function rank({ operation, code, further }: Redeemer): number {
  const isCalled = says(operation.ownWords, /^(verify|verifyotp|otp|redeem|magiclink|passwordless|code)$/)
  return (isCalled ? 2 : 0) + (/otp|code/.test(nameOf(code)) ? 1 : 0) - further.length
}

interface Sender {
  readonly operation: OperationFacts
  readonly to: Readonly<Record<string, string>>
}

function senderAt(operation: OperationFacts, schemes: readonly string[]): Sender | undefined {
  const { method } = operation.operation
  if (
    method !== 'POST' ||
    !says(operation.ownWords, sendWords) ||
    says(operation.ownWords, otherWords) ||
    !isBeforeLogin(operation, schemes)
  )
    return undefined
  const form = operation.forms.find((each) => each.some(isAddress))
  if (!form || form.some((field) => field.required && (isCode(field) || is('password', field)))) return undefined
  const to = form
    .filter(isAddress)
    .map((field) => [is('email', field) ? 'email' : 'sms', `$request.body#${pointerTo(field.path)}`] as const)
  return { operation, to: Object.fromEntries(to) }
}

function isAddress(field: Field): boolean {
  return field.in === 'body' && (is('email', field) || is('phone', field)) && isText(field)
}

function isCode(field: Field): boolean {
  return (
    is('code', field) &&
    (field.in === 'body' || field.in === 'query') &&
    !/^(id|access|refresh|captcha)?token(hash)?$/.test(nameOf(field).replace(/^token$/, ''))
  )
}

interface Redeemer {
  readonly operation: OperationFacts
  readonly addresses: readonly Field[]
  readonly filled: readonly Filled[]
  readonly code: Field
  readonly token: Output
  readonly scheme: string
  readonly further: readonly Field[]
}

function redeemerAt(facts: ApiFacts, operation: OperationFacts, hints: readonly string[]): Redeemer | undefined {
  if (operation.operation.method !== 'POST') return undefined
  if (!says(operation.ownWords, redeemWords) || says(operation.ownWords, otherWords)) return undefined
  const [token] = tokensOf(facts, operation)
  const scheme = token && tokenScheme(facts, token.name, hints)
  if (!token || scheme === undefined || !isBeforeLogin(operation, [scheme])) return undefined
  const [found] = operation.forms.flatMap((form) => {
    const addresses = form.filter((field) => isAddress(field))
    const code = form.find((field) => isCode(field))
    if (!code || addresses.length === 0 || form.some((field) => is('password', field))) return []
    const named = addresses.some(({ required }) => required) ? addresses.filter(({ required }) => required) : addresses
    const chosen = form.flatMap((field) =>
      field.required && field !== code ? (constantFor(field, codeMethods) ?? []) : [],
    )
    const filled = [...named.map(inputFilled), inputFilled(code), ...chosen]
    const { inputs } = remaining(form, filled)
    return [
      {
        operation,
        addresses: named,
        filled: [...filled, ...inputs.map(inputFilled)],
        code,
        token,
        scheme,
        further: inputs,
      },
    ]
  })
  return found
}

const codeMethods = ['email', 'otp', 'email_otp', 'magiclink', 'sms', 'code']

function redeemGuess(
  facts: ApiFacts,
  { operation, addresses, filled, code, token, scheme, further }: Redeemer,
  way: string,
): Guess {
  const { id } = operation.operation
  const optional = addresses.length > 1 ? { required: false } : {}
  const inputs = {
    ...Object.fromEntries(addresses.map((field) => [inputName(field), { is: 'login', ...optional }])),
    [inputName(code)]: { is: 'one-time-password' },
    ...Object.fromEntries(further.map((field) => [inputName(field), {}])),
  }
  const declared = {
    inputs,
    obtain: callOf(id, filled),
    outputs: { token: token.at },
    send: sent(facts.schemes[scheme], '$outputs.token'),
  }
  return {
    id: `redeem ${scheme} ${id}`,
    kind: 'redeem',
    certainty: further.length > 0 ? 'unsure' : 'likely',
    subject: operation.name,
    operationId: id,
    scheme,
    what: `the login of ${scheme} by a one-time password`,
    reasons: [
      `it takes ${addresses.map(({ path }) => `"${path.at(-1)}"`).join(' or ')} with "${code.path.at(-1)}" and answers with a credential at ${token.at}`,
    ],
    changes: [{ at: ['components', 'securitySchemes', scheme], value: { 'x-ways': { [way]: declared } } }],
    needs: [],
  }
}

function sendGuess({ operation, to }: Sender, way: string, redeem: Guess): Guess {
  const { id, path, method } = operation.operation
  return {
    id: `send-code ${id}`,
    kind: 'send-code',
    certainty: redeem.certainty,
    subject: operation.name,
    operationId: id,
    what: 'sends a one-time password',
    reasons: [`it is open and takes where to send it; ${redeem.subject} takes the code`],
    changes: [{ at: ['paths', path, method.toLowerCase()], value: { 'x-action': { kind: 'send-code', to, way } } }],
    needs: [redeem.id],
  }
}
