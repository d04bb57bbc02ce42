import { meaningsOfOutputs } from '../../ways/meaning.ts'
import type { OutputMeaning } from '../../ways/way.ts'
import type { Answer } from '../answer.ts'
import type { Cast, Person } from '../cast.ts'
import type { Need } from '../hooks.ts'
import { inconclusively, isRefused, letsIn } from './control.ts'
import { refusalsOf, whoOpens } from './opened-doors.ts'
import type { Door, Plan, PlannedWay } from './plan.ts'
import { joined } from './presentation.ts'
import { type DerivedProbe, type Held, obtained, requestOf, sentBy } from './session.ts'
import { personOf, sourcesOf } from './sources.ts'

/** A way by which the cast can log in, and what its credential opens. */
export interface Login {
  readonly way: PlannedWay
  /** What titles call its credential. */
  readonly credential: string
  readonly needs: readonly Need[]
  /** Who logs in: `ordinary` or `roles.NAME`. */
  readonly who: string
  /** The operations that its credential alone opens; the first shows whether it is alive, and does not end it. */
  readonly doors: readonly [Door, ...Door[]]
}

/** Every way by which a call obtains a credential that opens something. */
export function loginsOf(plan: Plan): readonly Login[] {
  const byCall = plan.ways.filter(({ obtain }) => obtain)
  return byCall.flatMap((way) => {
    const [first, ...others] = doorsOf(plan, way)
    if (!first) return []
    const who = whoOpens(plan, first.requirement)
    const source = way.obtain && sourcesOf(plan, way.scheme, who).find((each) => each.way?.name === way.name)
    if (!source) return []
    const doors = others.filter(({ requirement }) => whoOpens(plan, requirement) === who)
    return [{ way, credential: source.credential, needs: source.needs, who, doors: [first, ...doors] as const }]
  })
}

/** Those without a role before those with one, and those that read before those that change something. */
export function doorsOf(plan: Plan, { scheme, end, renew }: PlannedWay): readonly Door[] {
  const own = plan.doors.filter(({ requirement }) => Object.keys(requirement).join() === scheme)
  const calls = [end?.operationId, renew?.operationId]
  const rank = ({ operation, requirement }: Door) =>
    [calls.includes(operation.id), (requirement[scheme] ?? []).length > 0, operation.method !== 'GET']
      .map(Number)
      .join('')
  const sorted = own.toSorted((one, other) => rank(one).localeCompare(rank(other)))
  return sorted[0] && calls.includes(sorted[0].operation.id) ? [] : sorted
}

/** Whether a credential is alive, by the first of its doors. */
export async function isAlive(
  probe: DerivedProbe,
  plan: Plan,
  login: Login,
  { sent }: Pick<Held, 'sent'>,
): Promise<void> {
  const [{ operation }] = login.doors
  const answer = await probe.receive(operation.id, joined(plan.request(operation, probe.people), sent))
  answer.holds(`${login.credential} that is alive accepted`, letsIn(answer), answer.status)
}

/** Logs in, and sees the credential accepted; anything else makes the check inconclusive. */
export function loggedIn(
  probe: DerivedProbe,
  plan: Plan,
  login: Login,
  person: Person = personOf(probe.people, login.who),
): Promise<Held> {
  return inconclusively(async () => {
    const held = await obtained(probe, plan, login.way, person)
    await isAlive(probe, plan, login, held)
    return held
  })
}

/** The same for what has to be so before a check can prove anything. */
export function isStillAlive(probe: DerivedProbe, plan: Plan, login: Login, held: Pick<Held, 'sent'>): Promise<void> {
  return inconclusively(() => isAlive(probe, plan, login, held))
}

/** Throws a Deviation unless a credential is refused at each of its doors. */
export async function isDead(
  probe: DerivedProbe,
  plan: Plan,
  { doors: [first, ...others] }: Login,
  { sent }: Pick<Held, 'sent'>,
): Promise<void> {
  const requestAt = ({ operation }: Door) => joined(plan.request(operation, probe.people), sent)
  await isRefused(probe, first.operation, refusalsOf(first.operation), requestAt(first))
  for (const door of others) {
    // No good credential was seen there, so that another refusal may come before that of the credential.
    const answer = await probe.receive(door.operation.id, requestAt(door))
    answer.holds('a refusal', answer.status >= 400 && answer.status < 500, answer.status)
  }
}

/** Throws a Deviation unless nothing can be renewed by what is held. */
export async function cannotRenew(probe: DerivedProbe, plan: Plan, held: Held): Promise<Answer | undefined> {
  const { renew } = held.way
  if (!renew) return undefined
  const operation = plan.find(renew.operationId)
  return isRefused(probe, operation, [400, 401, 403, 404, 422], requestOf(plan, renew, held.known, held))
}

/** The name of the output that is sent, or that renews. */
function outputOf(way: PlannedWay, meaning: OutputMeaning): string | undefined {
  return [...meaningsOfOutputs(way)].find(([, is]) => is === meaning)?.[0]
}

/** The secret that is sent with requests: an output, or the value of the cookie. */
export function secretOf({ way, known, sent }: Held): string {
  const name = outputOf(way, 'credential')
  if (name !== undefined) return String(known.outputs[name] ?? '')
  return sent.cookie?.slice(sent.cookie.indexOf('=') + 1) ?? ''
}

/** What renews; `''` if nothing does. */
export function refreshOf({ way, known }: Held): string {
  const name = outputOf(way, 'refresh')
  return name === undefined ? '' : String(known.outputs[name] ?? '')
}

/** What is held, with other values of what renews. */
export function withRefresh(held: Held, secret: string): Held {
  const name = outputOf(held.way, 'refresh') ?? ''
  return { ...held, known: { ...held.known, outputs: { ...held.known.outputs, [name]: secret } } }
}

/** The same presentation with another secret. */
export function presentedAs(plan: Plan, held: Held, secret: string): Pick<Held, 'sent'> {
  const { way, known, sent } = held
  const name = outputOf(way, 'credential')
  if (name === undefined) return { sent: { cookie: `${sent.cookie?.split('=')[0]}=${secret}` } }
  return { sent: sentBy(plan, way, { ...known, outputs: { ...known.outputs, [name]: secret } }) }
}

/** A probe whose cast acts by the other client. */
export function byOtherClient(probe: DerivedProbe): DerivedProbe {
  const { otherClient } = probe.people
  const people: Cast = { ...probe.people, ...(otherClient && { client: otherClient }) }
  return { ...probe, people }
}

/** What the other client needs, where a way sends one. */
export function needsOfOtherClient({ inputMeanings }: PlannedWay): readonly Need[] | undefined {
  const meanings = [...inputMeanings.values()]
  if (!meanings.includes('client')) return undefined
  return meanings.includes('client-secret')
    ? ['people.otherClient.id', 'people.otherClient.secret']
    : ['people.otherClient.id']
}
