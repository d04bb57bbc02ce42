import type { Operation } from '../../contract/contract.ts'
import { cookieIn, evaluate, type Known, readOutput, resolveValue } from '../../ways/evaluate.ts'
import { expressionOf } from '../../ways/expressions.ts'
import type { InputMeaning, Value, WayCall } from '../../ways/way.ts'
import type { Answer } from '../answer.ts'
import type { Cast, Person } from '../cast.ts'
import type { Probe } from '../check.ts'
import type { Sent } from '../request.ts'
import { formOf } from './body-form.ts'
import type { Plan, PlannedWay } from './plan.ts'
import { joined, presented } from './presentation.ts'

/** A probe of any contract, with the cast in the place of the people of one API. */
export type DerivedProbe = Probe<Record<string, { responses: Record<number, unknown> }>, Cast>

/** A credential that was obtained by a way. */
export interface Held {
  readonly way: PlannedWay
  readonly known: Known
  /** What presents it. */
  readonly sent: Sent
  /** The answer that brought it. */
  readonly answer: Answer
}

/** What a way is asked with, where it differs from what the cast says. */
export type Overrides = Partial<Readonly<Record<InputMeaning, string>>>

/** The inputs of a way, as far as the cast has them. */
export function inputsOf(
  way: PlannedWay,
  cast: Cast,
  person: Person,
  overrides: Overrides = {},
): Record<string, Value> {
  const entries = [...way.inputMeanings].flatMap(([name, meaning]): [string, Value][] => {
    const value =
      meaning && (overrides[meaning] ?? inputValue(meaning, cast, person, way, way.inputs?.[name]?.required !== false))
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(entries)
}

function inputValue(
  meaning: InputMeaning,
  cast: Cast,
  person: Person,
  { scheme, takesEmail }: PlannedWay,
  isRequired: boolean,
): string | undefined {
  const { login, email, phone, password } = person
  const values: Partial<Record<InputMeaning, string | undefined>> = {
    login: takesEmail ? (email ?? login) : (login ?? email ?? phone),
    password,
    client: cast.client?.id,
    'client-secret': cast.client?.secret,
    subject: email ?? login,
    tenant: isRequired ? cast.tenant : undefined,
    provider: cast.provider,
    'redirect-uri': isRequired ? cast.redirectUri : undefined,
    key: cast.credentials?.[scheme],
  }
  return values[meaning]
}

/** The request of a call, with what is known in the place of its expressions. */
export function requestOf(plan: Plan, call: WayCall, known: Known, held?: Held): Sent {
  const operation = plan.find(call.operationId)
  const body = call.requestBody && evaluate(call.requestBody, known)
  return joined(
    placed(operation, evaluate(call.parameters ?? {}, known)),
    body ? formOf(operation, body) : {},
    ...credentialsOf(plan, operation, call, known, held),
  )
}

/** Parameters where the operation has them. */
function placed({ parameters }: Operation, values: Readonly<Record<string, Value>>): Sent {
  const sentIn = (place: string) =>
    parameters.flatMap(({ in: where, name }): [string, Value][] => {
      const value = values[name]
      return where === place && value !== undefined ? [[name, value]] : []
    })
  const [path, query, headers] = [sentIn('path'), sentIn('query'), sentIn('header')]
  return {
    ...(path.length > 0 && { path: Object.fromEntries(path.map(([name, value]) => [name, String(value)])) }),
    ...(query.length > 0 && { query: Object.fromEntries(query) }),
    ...(headers.length > 0 && { headers: headers.map(([name, value]) => [name, String(value)] as const) }),
  }
}

/** What a call says it presents, else what it has of the schemes that its operation wants. */
function credentialsOf(plan: Plan, operation: Operation, call: WayCall, known: Known, held: Held | undefined): Sent[] {
  const named = Object.entries(call.credentials ?? {}).flatMap(([scheme, expression]) => {
    const value = resolveValue(expression, known)
    const declared = plan.contract.securitySchemes[scheme]
    return declared && value !== undefined ? [presented(declared, String(value))] : []
  })
  const isWanted = operation.security.some((requirement) => held && Object.hasOwn(requirement, held.way.scheme))
  return [...named, ...(held && isWanted ? [held.sent] : [])]
}

/** Logs in by a way; what does not succeed as documented is a Deviation. */
export async function obtained(
  probe: DerivedProbe,
  plan: Plan,
  way: PlannedWay,
  person: Person,
  overrides: Overrides = {},
): Promise<Held> {
  const { obtain } = way
  if (!obtain) throw new TypeError(`The way "${way.name}" obtains nothing`)
  const known: Known = { inputs: inputsOf(way, probe.people, person, overrides), outputs: {} }
  const status = successOf(plan.find(obtain.operationId))
  const answer = await probe.send(obtain.operationId, status, requestOf(plan, obtain, known))
  return heldOf(plan, way, known, answer)
}

/** Renews a credential. */
export async function renewed(probe: DerivedProbe, plan: Plan, held: Held): Promise<Held> {
  const { renew } = held.way
  if (!renew) throw new TypeError(`The way "${held.way.name}" renews nothing`)
  const status = successOf(plan.find(renew.operationId))
  const answer = await probe.send(renew.operationId, status, requestOf(plan, renew, held.known, held))
  return heldOf(plan, held.way, held.known, answer)
}

/** Ends a credential. */
export async function ended(probe: DerivedProbe, plan: Plan, held: Held): Promise<Answer> {
  const { end } = held.way
  if (!end) throw new TypeError(`The way "${held.way.name}" ends nothing`)
  const status = successOf(plan.find(end.operationId))
  return probe.send(end.operationId, status, requestOf(plan, end, held.known, held))
}

/** The documented statuses of success, the first of them in front. */
export function successOf({ responses }: Operation): readonly [number, ...number[]] {
  const found = [...responses.keys()].filter((status) => /^2\d\d$/.test(status)).map(Number)
  const [first = 200, ...others] = found
  return [first, ...others]
}

/** What a sign-up brings, as if one had logged in by a way. */
export function heldAfter({ people }: DerivedProbe, plan: Plan, way: PlannedWay, person: Person, answer: Answer): Held {
  return heldOf(plan, way, { inputs: inputsOf(way, people, person), outputs: {} }, answer)
}

/** What is held after an answer: what it has not, such as a refresh token that stays, is kept from before. */
function heldOf(plan: Plan, way: PlannedWay, before: Known, answer: Answer): Held {
  const parts = { body: answer.body, headers: fieldsOf(answer) }
  const read = Object.entries(way.outputs ?? {}).flatMap(([name, output]): [string, Value][] => {
    const value = readOutput(expressionOf(output), parts)
    return value === undefined || value === null ? [] : [[name, value as Value]]
  })
  const known: Known = { inputs: before.inputs, outputs: { ...before.outputs, ...Object.fromEntries(read) } }
  return { way, known, sent: sentBy(plan, way, known, answer), answer }
}

/** The header fields of an answer, as the expressions of ways read them. */
export function fieldsOf({ headers }: Pick<Answer, 'headers'>): Headers {
  const fields = new Headers()
  for (const [name, value] of headers) fields.append(name, value)
  return fields
}

/** What presents the credential of a way: what it sends, or the cookie that the answer set. */
export function sentBy(plan: Plan, { scheme, send }: PlannedWay, known: Known, answer?: Answer): Sent {
  const declared = plan.contract.securitySchemes[scheme] ?? { type: 'http', scheme: 'bearer' }
  if (send === undefined) {
    const cookie = answer && cookieIn(fieldsOf(answer), declared.name ?? '')
    return cookie === undefined ? {} : presented(declared, cookie)
  }
  if (typeof send === 'string') return presented(declared, text(send, known))
  return presented(declared, `${text(send.username, known)}:${text(send.password, known)}`)
}

function text(value: string, known: Known): string {
  return String(resolveValue(value, known) ?? '')
}
