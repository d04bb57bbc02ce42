import { millisecondsOf } from '../../ways/duration.ts'
import type { Answer } from '../answer.ts'
import type { Need } from '../hooks.ts'
import { activationOf, codeOfMessage, redemption } from './activation-code.ts'
import { activationRules as rules } from './activation-rules.ts'
import { inconclusively, isRefused, letsIn } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { fails } from './password-ways.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, sentBy, successOf } from './session.ts'
import { pointerTo, shows, valueAt } from './shown.ts'
import { type Applicant, applicant, enters, needsToSettle, type SignUp, signedUp, signUpsOf } from './sign-up.ts'

/** How a refusal of a code may be documented. */
const refusals = [400, 401, 403, 404, 409, 410, 422]

/** Within so many seconds of its end, a code may be taken or refused. */
const tolerance = 10

interface Activating {
  readonly plan: Plan
  readonly signUp: SignUp
  readonly activation: PlannedAction<'activate'>
  readonly probe: DerivedProbe
}

/** What the code of a sign-up is good for. */
export function activationChecks(plan: Plan): readonly DerivedCheck[] {
  const activation = activationOf(plan)
  const signUp = signUpsOf(plan).find(({ action }) => action.pending !== undefined)
  const needs = signUp && needsToSettle(plan, signUp)
  if (!activation || !signUp || !needs) return []
  const isLimited = Number.isFinite(lifetimeOf(signUp))
  const { operation } = activation
  const check = (
    rule: Rule,
    title: string,
    more: readonly Need[],
    run: (activating: Activating) => Promise<void>,
    at = operation,
  ) =>
    derived(plan, rule, {
      operation: at,
      title,
      needs: [...needs, ...more],
      run: (probe) => run({ plan, signUp, activation, probe }),
    })
  const isTold = plan.facts(rules.room.id, signUp.operation).length > 0
  return [
    check(rules.once, 'a code activates its account once', [], worksOnce),
    ...(isLimited
      ? [
          check(rules.alike, 'used, expired and unknown codes are refused alike', ['advanceClock'], refusedAlike),
          check(rules.expires, 'a code works until its end, and not after it', ['advanceClock'], expires),
        ]
      : []),
    ...(isTold
      ? [check(rules.room, 'an address is free again after its sign-up', ['advanceClock'], makesRoom, signUp.operation)]
      : []),
  ]
}

interface Pending extends Applicant {
  readonly code: string
}

async function pending(
  { plan, signUp, activation, probe }: Activating,
  person: Applicant = applicant(signUp),
): Promise<Pending> {
  const answer = await signedUp(probe, plan, signUp, person)
  return { ...person, code: await codeOfMessage(probe, activation, answer, person.email) }
}

function redeems({ plan, activation, probe }: Activating, code: string): Promise<Answer> {
  const { operation } = activation
  return probe.send(operation.id, successOf(operation), redemption(plan, activation, probe, code))
}

function refuses({ plan, activation, probe }: Activating, code: string): Promise<Answer> {
  return isRefused(probe, activation.operation, refusals, redemption(plan, activation, probe, code))
}

async function worksOnce(activating: Activating): Promise<void> {
  const { plan, signUp, activation, probe } = activating
  const person = await inconclusively(() => pending(activating))
  const answer = await redeems(activating, person.code)
  shows(answer, activation.action.answer, { '$account.email': person.email, '$account.activated': true })
  await bringsCredentials(activating, answer)
  const entered = await enters(probe, plan, signUp, person)
  shows(entered, signUp.entry.way.answer, { '$account.activated': true })
  for (const code of [person.code, changed(person.code)]) await refuses(activating, code)
}

function changed(code: string): string {
  return `${code.slice(0, -1)}${code.endsWith('1') ? '2' : '1'}`
}

/** The credentials that an activation shows open what their ways open. */
async function bringsCredentials({ plan, activation, probe }: Activating, answer: Answer): Promise<void> {
  for (const way of plan.ways) {
    const pointer = pointerTo(activation.action.answer, `$credentials.${way.name}`)
    const [output] = Object.keys(way.outputs ?? {})
    const door = plan.doors.find(({ requirement }) => Object.keys(requirement).join() === way.scheme)
    if (pointer === undefined || output === undefined || !door) continue
    const sent = sentBy(plan, way, { inputs: {}, outputs: { [output]: String(valueAt(answer, pointer)) } })
    const opened = await probe.receive(door.operation.id, joined(plan.request(door.operation, probe.people), sent))
    opened.holds(`what ${pointer} shows accepted`, letsIn(opened), opened.status)
  }
}

async function refusedAlike(activating: Activating): Promise<void> {
  const [used, late] = [
    await inconclusively(() => pending(activating)),
    await inconclusively(() => pending(activating)),
  ]
  await inconclusively(() => redeems(activating, used.code))
  const unknown = await refuses(activating, changed(used.code))
  const again = await refuses(activating, used.code)
  again.saysAs(unknown)
  await activating.probe.hooks.advanceClock?.(lifetimeOf(activating.signUp) + tolerance)
  const expired = await refuses(activating, late.code)
  for (const answer of [again, expired]) {
    answer.is('the status', unknown.status, answer.status)
    answer.saysAs(unknown)
  }
}

async function expires(activating: Activating): Promise<void> {
  const [early, late] = [
    await inconclusively(() => pending(activating)),
    await inconclusively(() => pending(activating)),
  ]
  await activating.probe.hooks.advanceClock?.(lifetimeOf(activating.signUp) - tolerance)
  await redeems(activating, early.code)
  await activating.probe.hooks.advanceClock?.(2 * tolerance)
  await refuses(activating, late.code)
}

async function makesRoom(activating: Activating): Promise<void> {
  const { plan, signUp, probe } = activating
  const first = await inconclusively(() => pending(activating))
  await probe.hooks.advanceClock?.(lifetimeOf(signUp) + tolerance)
  const second = await pending(activating, { ...first, password: `${first.password}-2` })
  await fails(plan, signUp.entry, probe, first)
  await refuses(activating, first.code)
  await redeems(activating, second.code)
  await enters(probe, plan, signUp, second)
}

/** How long a sign-up waits for its activation, in seconds. */
function lifetimeOf({ action }: SignUp): number {
  return (millisecondsOf(action.pending?.lifetime) ?? Number.POSITIVE_INFINITY) / 1_000
}
