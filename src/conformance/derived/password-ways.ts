import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import type { Person } from '../cast.ts'
import { freshEmail, freshWord, newcomer } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { proves } from './control.ts'
import type { Plan, PlannedWay } from './plan.ts'
import { joined } from './presentation.ts'
import { type DerivedProbe, inputsOf, type Overrides, requestOf, successOf } from './session.ts'
import { personOf, sourcesOf } from './sources.ts'

/** A way to log in with a name and a password, for every check of what a refusal tells and of guessing. */
export interface PasswordWay {
  readonly way: PlannedWay
  readonly operation: Operation
  /** What a login of the ordinary person takes. */
  readonly needs: readonly Need[]
}

/** The ways that take a name and a password, one of each operation. */
export function passwordWays(plan: Plan): readonly PasswordWay[] {
  const found = plan.ways.flatMap((way): PasswordWay[] => {
    const meanings = [...way.inputMeanings.values()]
    const source = sourcesOf(plan, way.scheme).find((each) => each.way === way)
    if (!way.obtain || !source || !meanings.includes('login') || !meanings.includes('password')) return []
    return [{ way, operation: plan.find(way.obtain.operationId), needs: source.needs }]
  })
  return found.filter(({ operation }, at) => found.findIndex((each) => each.operation === operation) === at)
}

/** Someone whose failures count against nobody else, if the server's owner can make accounts; else the ordinary person. */
export async function guessedAt(probe: DerivedProbe): Promise<Person> {
  return probe.hooks.createAccount ? ownPerson(probe) : personOf(probe.people, 'ordinary')
}

/** Makes an account that no other check uses. */
export async function ownPerson({ hooks, people }: DerivedProbe): Promise<Person> {
  const account = newcomer()
  await hooks.createAccount?.({ ...account, ...(people.tenant !== undefined && { groups: [people.tenant] }) })
  return { ...account, login: account.email }
}

/** A name that nobody has, of the form that a way takes. */
export function unknownName({ way }: PasswordWay): string {
  return way.takesEmail ? freshEmail() : freshWord()
}

/** The request of a login. */
export function loginOf(
  plan: Plan,
  { way }: PasswordWay,
  probe: DerivedProbe,
  person: Person,
  overrides: Overrides = {},
): Sent {
  const { obtain } = way
  return obtain ? requestOf(plan, obtain, { inputs: inputsOf(way, probe.people, person, overrides), outputs: {} }) : {}
}

/** Logs in, which has to succeed; otherwise nothing that is refused proves anything. */
export async function succeeds(
  plan: Plan,
  login: PasswordWay,
  probe: DerivedProbe,
  person: Person,
  overrides: Overrides = {},
): Promise<Answer> {
  const answer = await probe.receive(login.operation.id, loginOf(plan, login, probe, person, overrides))
  proves(answer, 'a login with the right password accepted', successOf(login.operation).includes(answer.status))
  return answer
}

/** Logs in, which has to be refused as the contract documents it; a server that asks to wait proves nothing. */
export async function fails(
  plan: Plan,
  login: PasswordWay,
  probe: DerivedProbe,
  person: Person,
  overrides: Overrides = {},
  headers: Sent = {},
): Promise<Answer> {
  const answer = await tries(plan, login, probe, person, overrides, headers)
  proves(answer, 'an answer before too many failures', answer.status !== 429)
  return answer
}

/** A try that has to be refused, or told to wait. */
export function tries(
  plan: Plan,
  login: PasswordWay,
  probe: DerivedProbe,
  person: Person,
  overrides: Overrides = {},
  headers: Sent = {},
): Promise<Answer> {
  const { operation } = login
  const request = joined(loginOf(plan, login, probe, person, overrides), headers)
  // What is empty may be taken for missing, and that is documented as what is malformed, or nowhere.
  return overrides.password === ''
    ? isRefusedAnyhow(probe, operation, request)
    : isRefusedAsDocumented(probe, operation, request)
}

/** Faults of a client that are none of its login's: the time it takes, the size, the type. */
const otherFaults = [405, 406, 408, 411, 413, 414, 415, 417, 431]

/** Throws a Deviation unless a request is refused by one of the statuses that its operation documents for a client's mistake. */
export async function isRefusedAsDocumented(probe: DerivedProbe, operation: Operation, request: Sent): Promise<Answer> {
  const documented = [...operation.responses.keys()].filter((status) => /^4\d\d$/.test(status)).map(Number)
  const [first, ...others] = documented.filter((status) => !otherFaults.includes(status))
  return first === undefined
    ? isRefusedAnyhow(probe, operation, request)
    : probe.send(operation.id, [first, ...others], request)
}

async function isRefusedAnyhow(probe: DerivedProbe, operation: Operation, request: Sent): Promise<Answer> {
  const answer = await probe.receive(operation.id, request)
  answer.holds('a refusal by a status of 400 to 499', answer.status >= 400 && answer.status < 500, answer.status)
  return answer
}
