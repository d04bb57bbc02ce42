import type { Answer } from '../answer.ts'
import type { Person } from '../cast.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { codeIn } from './activation-code.ts'
import { placeOf, saying } from './asked.ts'
import { inconclusively, proves } from './control.ts'
import { type OpenedDoor, opened } from './opened-doors.ts'
import { ownAccounts } from './own-account.ts'
import type { Plan, PlannedAction, PlannedWay } from './plan.ts'
import { joined } from './presentation.ts'
import { type DerivedProbe, inputsOf, requestOf, successOf } from './session.ts'
import { inputNeeds } from './sources.ts'

/** An operation that sends one-time passwords by e-mail, and the way that takes them. */
export interface SendingCodes extends PlannedAction<'send-code'> {
  readonly plan: Plan
  readonly way: PlannedWay & Required<Pick<PlannedWay, 'obtain'>>
  /** Who may ask for one; undefined where anybody may. */
  readonly door: OpenedDoor | undefined
  /** What asking for one takes. */
  readonly needs: readonly Need[]
}

/** Every operation that sends one-time passwords by e-mail. */
export function codesOf(plan: Plan): readonly SendingCodes[] {
  return plan.actions('send-code').flatMap(({ operation, action }) => {
    const found = plan.ways.find(({ name }) => name === action.way)
    const doors = plan.doors.filter((door) => door.operation === operation).flatMap((door) => opened(plan, door))
    if (!found?.obtain || !placeOf(action.to.email) || (!plan.open.includes(operation) && doors.length === 0)) return []
    const way = { ...found, obtain: found.obtain }
    return [{ plan, operation, action, way, door: doors[0], needs: doors[0]?.needs ?? [] }]
  })
}

/** What it takes to ask for a code, to read it and to log in with it; undefined where the cast cannot. */
export function needsToRedeem({ plan, way, needs }: SendingCodes): readonly Need[] | undefined {
  const others = inputNeeds(way, 'ordinary', ['login', 'one-time-password'])
  return others && [...new Set<Need>([...needs, ...others, 'readMessage', ...ownAccounts(plan).needs])]
}

/** What presents the credential of who asks. */
export async function credentialFor({ door }: SendingCodes, probe: DerivedProbe): Promise<Sent> {
  if (!door) return {}
  const { credentials } = await inconclusively(() => door.open(probe))
  return joined({}, ...credentials.map(({ sent }) => sent))
}

/** A request to send a code to an e-mail address. */
export function codeRequest(
  { plan, operation, action }: SendingCodes,
  { people }: DerivedProbe,
  credential: Sent,
  email: string,
): Sent {
  return joined(saying(operation, plan.request(operation, people), action.to.email, email), credential)
}

/** Asks for a code, as anybody may who has the credential. */
export async function askFor(sending: SendingCodes, probe: DerivedProbe, email: string): Promise<Answer> {
  const { operation } = sending
  const credential = await credentialFor(sending, probe)
  return probe.send(operation.id, successOf(operation), codeRequest(sending, probe, credential, email))
}

/** A code that was sent to an account of the check's own. */
export interface SentCode {
  readonly person: Person
  readonly email: string
  readonly code: string
  /** What was answered to the one who asked. */
  readonly answer: Answer
}

/** Has a code sent; without a message no check of codes proves anything. */
export function sentCode(sending: SendingCodes, probe: DerivedProbe, to?: Person): Promise<SentCode> {
  return inconclusively(async () => {
    const person = to ?? (await ownAccounts(sending.plan).make(probe))
    const email = person.email ?? ''
    const answer = await askFor(sending, probe, email)
    const code = codeFor(sending, (await probe.hooks.readMessage?.(email)) ?? '')
    proves(answer, 'a message with a code', code !== '')
    return { person, email, code, answer }
  })
}

/** The code in a message: a number of the declared length, else whatever looks like a code. */
function codeFor({ action: { digits = 6 } }: SendingCodes, message: string): string {
  return new RegExp(`(?<!\\d)\\d{${digits}}(?!\\d)`).exec(message)?.[0] ?? codeIn(message, 'code')
}

/** A login with a code. */
export function redemptionOf({ plan, way }: SendingCodes, probe: DerivedProbe, email: string, code: string): Sent {
  const inputs = inputsOf(way, probe.people, { login: email, email }, { login: email, 'one-time-password': code })
  return requestOf(plan, way.obtain, { inputs, outputs: {} })
}

/** A code of the same form that was not sent. */
export function otherCode(code: string, step = 1): string {
  const next = (Number.parseInt(code.slice(-4), 10) + step) % 10_000
  return Number.isNaN(next) ? `${code.slice(0, -1)}${step}` : `${code.slice(0, -4)}${String(next).padStart(4, '0')}`
}
