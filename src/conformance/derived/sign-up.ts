import type { Operation } from '../../contract/contract.ts'
import { accountRules } from '../../ways/account-rules.ts'
import type { AccountRules, Register } from '../../ways/declarations.ts'
import type { Answer } from '../answer.ts'
import { freshWord, newcomer } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { activated, activationOf } from './activation-code.ts'
import { placeOf, said, saying } from './asked.ts'
import { loginOf, type PasswordWay, passwordWays } from './password-ways.ts'
import type { Plan } from './plan.ts'
import { type DerivedProbe, successOf } from './session.ts'

/** An operation by which anyone makes an account, and the login that takes it. */
export interface SignUp {
  readonly operation: Operation
  readonly action: Register
  readonly entry: PasswordWay
  /** What a sign-up and a login take beside a new person. */
  readonly needs: readonly Need[]
}

/** Someone who signs up. */
export interface Applicant {
  readonly login: string
  readonly email: string
  readonly password: string
}

/** The sign-ups that take a name and a password which a login takes, too. */
export function signUpsOf(plan: Plan): readonly SignUp[] {
  return plan.actions('register').flatMap(({ operation, action }) => {
    const { email, login, password } = action.account
    const entry = entryOf(plan, action)
    if (!entry || !plan.open.includes(operation) || !placeOf(email ?? login) || !placeOf(password)) return []
    const client: readonly Need[] = placeOf(action.client) ? ['people.client.id'] : []
    const others = entry.needs.filter((need) => !need.startsWith('people.ordinary.'))
    return [{ operation, action, entry, needs: [...new Set([...client, ...others])] }]
  })
}

/** A new account has no tenant yet. */
function entryOf(plan: Plan, { then }: Register): PasswordWay | undefined {
  const ways = passwordWays(plan).filter(({ needs }) => !needs.includes('people.tenant'))
  return ways.find(({ way }) => way.name === then) ?? ways[0]
}

export function applicant({ action }: SignUp): Applicant {
  const person = newcomer()
  return { ...person, login: action.account.login === undefined ? person.email : freshWord() }
}

/** The request of a sign-up, with everything else as the contract shows it. */
export function signUpRequest(
  plan: Plan,
  { operation, action }: SignUp,
  { people }: DerivedProbe,
  { email, login, password }: Applicant,
  client = people.client?.id,
): Sent {
  const { account } = action
  const said = [
    [account.email, email],
    [account.login, login],
    [account.password, password],
  ] as const
  const sent = said.reduce(
    (request, [asked, value]) => saying(operation, request, asked, value),
    plan.request(operation, people),
  )
  return client === undefined ? sent : saying(operation, sent, action.client, client)
}

/** Signs someone up; what does not succeed as documented is a Deviation. */
export function signedUp(
  probe: DerivedProbe,
  plan: Plan,
  signUp: SignUp,
  person: Applicant = applicant(signUp),
): Promise<Answer> {
  return probe.send(signUp.operation.id, successOf(signUp.operation), signUpRequest(plan, signUp, probe, person))
}

/** What it takes to get an account that can log in; undefined where nothing here activates one. */
export function needsToSettle(plan: Plan, { action, needs }: SignUp): readonly Need[] | undefined {
  if (!action.pending) return needs
  return activationOf(plan) && action.account.email !== undefined ? [...needs, 'readMessage'] : undefined
}

/** Signs someone up, and activates the account where that is due. */
export async function settled(
  probe: DerivedProbe,
  plan: Plan,
  signUp: SignUp,
  person: Applicant = applicant(signUp),
): Promise<Applicant> {
  const answer = await signedUp(probe, plan, signUp, person)
  if (signUp.action.pending) await activated(probe, plan, answer, person.email)
  return person
}

/** Logs the account in, which has to succeed. */
export function enters(probe: DerivedProbe, plan: Plan, { entry }: SignUp, person: Applicant): Promise<Answer> {
  return probe.send(entry.operation.id, successOf(entry.operation), loginOf(plan, entry, probe, person))
}

/** What is known of a new account, by the expressions that an answer may show it by. */
export function knownOf(plan: Plan, { action }: SignUp, sent: Sent, isActivated: boolean): Record<string, unknown> {
  const asked = Object.entries(action.account).map(([name, from]) => [`$account.${name}`, said(sent, from)] as const)
  const declared = (plan.contract.document['x-accounts'] as AccountRules | undefined)?.roles
  const hidden = plan.ways.filter(({ lifecycle }) => !isActivated && lifecycle.issuedAt === 'activate')
  return {
    ...Object.fromEntries(asked),
    '$account.activated': isActivated,
    ...(declared && action.account.role === undefined && { '$account.role': accountRules(plan.contract).roles[0] }),
    ...Object.fromEntries(hidden.map(({ name }) => [`$credentials.${name}`, null])),
  }
}
