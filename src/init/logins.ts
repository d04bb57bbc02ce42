import type { Way } from '../ways/way.ts'
import { accountAnswer } from './account-answer.ts'
import { type ApiFacts, isBeforeLogin, type OperationFacts } from './api-facts.ts'
import { callOf, inputFilled, inputName, remaining } from './call.ts'
import { cookieSchemes, sent, tokenScheme } from './carriers.ts'
import { expiresOf } from './expiry.ts'
import { typesOf } from './fields.ts'
import type { Certainty, Guess, Remark } from './guess.ts'
import { nameIn, type Proof, proofOf } from './login-proof.ts'
import { type Output, tokensOf } from './outputs.ts'
import { is, lastSegment, pathParameters, says } from './words.ts'

/** A login that was found, for the guesses that build upon it. */
export interface Login {
  readonly id: string
  readonly facts: OperationFacts
  readonly scheme: string
  readonly way: string
  /** Where its answer has the credential; undefined for a cookie. */
  readonly token: Output | undefined
  readonly certainty: Certainty
  /** Whether one logs in by an e-mail. */
  readonly byEmail: boolean
  readonly isPassword: boolean
}

const loginWords =
  /^(login|logon|signin|authenticate|authentication|authorize|auth|token|tokens|session|sessions|accesstoken|jwt|firstfactor|createtoken|obtaintoken)$/
const otherWords =
  /^(register|registration|signup|invite|invitation|invitations|reset|resets|change|forgot|forgotten|recover|recovery|confirm|verify|setup|install|import|migrate|ldap|smtp|test|webhook|webhooks|delete|remove|sudo|unlock|enable|disable|onboarding|link|unlink|connect)$/

/** The logins of a contract: those that speak for themselves first. */
export function findLogins(
  facts: ApiFacts,
  hints: readonly string[],
): { logins: readonly Login[]; guesses: readonly Guess[]; remarks: readonly Remark[] } {
  const found = facts.operations.flatMap((operation) => loginsAt(facts, operation, hints))
  const remarks = found.flatMap((each) => ('text' in each ? [each] : []))
  const drafts = found.flatMap((each) => ('text' in each ? [] : [each]))
  const ranked = drafts.toSorted((one, other) => rank(other) - rank(one))
  const names = new Set<string>()
  const named = ranked.map((draft) => {
    const way = unused(names, [
      draft.proof.kind === 'client' ? 'client' : draft.token ? 'password' : 'session',
      inputName({ path: [draft.facts.operation.id] }),
    ])
    return guessOf(facts, draft, way, ranked.find(({ scheme }) => scheme === draft.scheme) === draft)
  })
  return { logins: named.map(({ login }) => login), guesses: named.map(({ guess }) => guess), remarks }
}

interface Draft {
  readonly facts: OperationFacts
  readonly proof: Proof
  readonly scheme: string
  readonly token: Output | undefined
  readonly certainty: Certainty
  readonly reasons: readonly string[]
}

const weight = { sure: 4, likely: 2, unsure: 0 } as const

function rank({ certainty, proof, facts, token }: Draft): number {
  const isPlain = pathParameters(facts.operation.path).length === 0 ? 1 : 0
  const isEmail = proof.filled.some(({ field }) => is('email', field) || is('username', field)) ? 0.5 : 0
  return (
    weight[certainty] +
    (proof.kind === 'password' ? 1 : 0) +
    isPlain +
    isEmail +
    (token ? 0.2 : 0) -
    facts.operation.path.length / 1000
  )
}

function loginsAt(facts: ApiFacts, operation: OperationFacts, hints: readonly string[]): readonly (Draft | Remark)[] {
  const { method } = operation.operation
  if (method !== 'POST' && method !== 'PUT') return []
  if (says(operation.ownWords, otherWords) || /^(users?|accounts?)$/.test(lastSegment(operation.operation.path)))
    return []
  const proof = proofOf(operation)
  if (!proof) return []
  const isNamed = says(operation.ownWords, loginWords)
  const [token] = tokensOf(facts, operation)
  const scheme = token && tokenScheme(facts, token.name, hints)
  const isClosed = !isBeforeLogin(operation, scheme === undefined ? Object.keys(facts.schemes) : [scheme])
  const [cookie] = cookieSchemes(facts)
  const byCookie =
    cookie !== undefined && !operation.ownSecurity?.includes(cookie) && (setsCookie(operation) || (!scheme && isNamed))
  const drafts: Draft[] = []
  if (token && scheme !== undefined && !isClosed)
    drafts.push(draft(facts, operation, proof, { scheme, token, isNamed }))
  if (byCookie && (isNamed || setsCookie(operation)))
    drafts.push(draft(facts, operation, proof, { scheme: cookie, token: undefined, isNamed }))
  if (drafts.length > 0 || !isNamed || isClosed) return drafts
  return [{ subject: operation.name, text: whyNot(facts, token) }]
}

function whyNot(facts: ApiFacts, token: Output | undefined): string {
  if (!token)
    return 'looks like a login, but its answer documents no credential: describe the answer, and run this again'
  const known = Object.keys(facts.schemes)
  const schemes = known.length > 0 ? `${known.join(', ')} cannot carry it` : 'the contract declares no security scheme'
  return `looks like a login that answers with ${token.at}, but ${schemes}`
}

function setsCookie({ operation }: OperationFacts): boolean {
  return [...operation.responses].some(
    ([status, { headers }]) => /^[23]/.test(status) && Object.keys(headers).some((name) => /^set-cookie$/i.test(name)),
  )
}

function draft(
  facts: ApiFacts,
  operation: OperationFacts,
  proof: Proof,
  {
    scheme,
    token,
    isNamed,
  }: { readonly scheme: string; readonly token: Output | undefined; readonly isNamed: boolean },
): Draft {
  const identified = proof.kind === 'client' || proof.names > 0
  const strange = remaining(proof.form, proof.filled).inputs.length > 0 || hasOtherPathParameters(operation, proof)
  const isUsed = facts.uses(scheme) > 0
  const isSure = isNamed && identified && !strange && isUsed && (token?.isUsual ?? setsCookie(operation))
  const isLikely =
    (isNamed || lastSegment(operation.operation.path) === 'password') && !hasOtherPathParameters(operation, proof)
  const answers = token
    ? `answers with a credential at ${token.at}`
    : setsCookie(operation)
      ? 'sets a cookie'
      : 'its answer shows no credential, and the scheme is a cookie'
  return {
    facts: operation,
    proof,
    scheme,
    token,
    certainty: isSure ? 'sure' : isLikely && identified ? 'likely' : 'unsure',
    reasons: [
      `it takes ${proof.what} and ${answers}`,
      ...(isNamed ? [] : ['nothing in its name says that it is a login']),
      ...(identified ? [] : ['it takes no name, so that no account can be found by it']),
    ],
  }
}

function hasOtherPathParameters({ operation }: OperationFacts, { filled }: Proof): boolean {
  return pathParameters(operation.path).some(
    (name) => !filled.some(({ field }) => field.in === 'path' && field.path[0] === name),
  )
}

function guessOf(
  facts: ApiFacts,
  { facts: operation, proof, scheme, token, certainty, reasons }: Draft,
  way: string,
  isFirst: boolean,
) {
  const { constants, inputs } = remaining(proof.form, proof.filled)
  const further = inputs.map((field) => [
    inputName(field),
    typesOf(field).includes('boolean') ? { required: false } : {},
  ])
  const filled = [...proof.filled, ...constants, ...inputs.map(inputFilled)]
  const id = `login ${scheme} ${operation.operation.id}`
  const answer = accountAnswer(operation.answer)
  const expires = token && expiresOf(facts, operation, scheme, token)
  const declared: Way = {
    inputs: { ...proof.inputs, ...Object.fromEntries(further) },
    obtain: callOf(operation.operation.id, filled),
    ...(token && { outputs: { token: token.at } }),
    ...(Object.keys(answer).length > 0 && proof.kind === 'password' && { answer }),
    ...(expires && { expires: expires.value }),
    ...(token && { send: sent(facts.schemes[scheme], '$outputs.token') as string }),
  }
  const lowered: Certainty = certainty === 'sure' && !isFirst ? 'likely' : certainty
  const guess: Guess = {
    id,
    kind: 'login',
    certainty: lowered,
    subject: operation.name,
    operationId: operation.operation.id,
    scheme,
    what: `the login of ${scheme}`,
    reasons: [
      ...reasons,
      ...(expires ? [expires.reason] : []),
      ...(isFirst ? [] : [`${scheme} has another login that is clearer`]),
      ...(inputs.length > 0 ? [`it also takes ${inputs.map(nameIn).join(', ')}, whose meaning is unknown`] : []),
    ],
    changes: [{ at: ['components', 'securitySchemes', scheme], value: { 'x-ways': { [way]: declared } } }],
    needs: [],
  }
  const byEmail = proof.filled.some(({ field }) => is('email', field))
  return {
    guess,
    login: {
      id,
      facts: operation,
      scheme,
      way,
      token,
      certainty: lowered,
      byEmail,
      isPassword: proof.kind === 'password',
    } satisfies Login,
  }
}

function unused(names: Set<string>, wanted: readonly string[]): string {
  const numbered = Array.from({ length: 99 }, (_, at) => `${wanted[0]}${at + 2}`)
  const [name = ''] = [...wanted, ...numbered].filter((each) => !names.has(each))
  names.add(name)
  return name
}
