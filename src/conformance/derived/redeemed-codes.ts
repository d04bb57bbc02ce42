import { millisecondsOf } from '../../ways/duration.ts'
import type { Answer } from '../answer.ts'
import { freshEmail } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import { type SettingName, settingNames } from '../setting-table.ts'
import { codeRules as rules } from './code-rules.ts'
import { inconclusively, isRefused, letsIn, proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { doorsOf } from './logins.ts'
import { isRefusedAsDocumented } from './password-ways.ts'
import { declaredValue, type Plan } from './plan.ts'
import { joined } from './presentation.ts'
import { looksLike } from './refused-login.ts'
import type { Rule } from './rule.ts'
import {
  codeRequest,
  codesOf,
  credentialFor,
  needsToRedeem,
  otherCode,
  redemptionOf,
  type SendingCodes,
  type SentCode,
  sentCode,
} from './sending-codes.ts'
import { type DerivedProbe, obtained, successOf } from './session.ts'
import { waitOf } from './throttling.ts'

/** Within so many seconds of its end, a code may be taken or refused. */
const tolerance = 10

/** What a one-time password is good for, and for how long. */
export function redeemedCodeChecks(plan: Plan): readonly DerivedCheck[] {
  return codesOf(plan).flatMap((sending) => {
    const needs = needsToRedeem(sending)
    if (!needs) return []
    const check = (rule: Rule, title: string, more: readonly Need[], run: Run) =>
      derived(plan, rule, {
        operation: sending.operation,
        second: plan.find(sending.way.obtain.operationId),
        title,
        needs: [...needs, ...more],
        run: (probe) => run({ sending, probe }),
      })
    const isTold = plan.facts(rules.next.id, sending.operation).length > 0
    const off = settingOf(sending)
    return [
      check(rules.once, 'a code logs in once', [], logsInOnce),
      check(rules.bound, 'a code logs nobody else in', [], logsInNobodyElse),
      ...(isTold ? [check(rules.next, 'the next code voids the first', ['advanceClock'], isVoided)] : []),
      ...(sending.action.lifetime === undefined
        ? []
        : [check(rules.expires, 'a code works until its end, and not after it', ['advanceClock'], expires)]),
      check(triesOf(sending), 'wrong codes burn the right one', ['guessing', 'advanceClock'], isBurned),
      check(rules.refused, 'a wrong code is refused alike', [], refusesAlike),
      ...(off ? [check(rules.off, 'codes that are turned off do nothing', [`settings.${off}`], isOff)] : []),
    ]
  })
}

/** What is not declared is only advised. */
function triesOf({ action }: SendingCodes): Rule {
  return action.tries === undefined ? { ...rules.tries, severity: 'advice' } : rules.tries
}

interface Redeeming {
  readonly sending: SendingCodes
  readonly probe: DerivedProbe
}

type Run = (redeeming: Redeeming) => Promise<void>

async function logsIn({ sending, probe }: Redeeming, { person, email, code }: SentCode): Promise<void> {
  const { plan, way } = sending
  const held = await obtained(probe, plan, way, person, { login: email, 'one-time-password': code })
  const [door] = doorsOf(plan, way)
  if (!door) return
  const opened = await probe.receive(door.operation.id, joined(plan.request(door.operation, probe.people), held.sent))
  opened.holds('what the code brings accepted', letsIn(opened), opened.status)
}

async function refuses({ sending, probe }: Redeeming, email: string, code: string): Promise<Answer> {
  const { plan, way } = sending
  const operation = plan.find(way.obtain.operationId)
  const answer = await isRefusedAsDocumented(probe, operation, redemptionOf(sending, probe, email, code))
  proves(answer, 'an answer before too many failures', answer.status !== 429)
  return answer
}

async function logsInOnce(redeeming: Redeeming): Promise<void> {
  const sent = await sentCode(redeeming.sending, redeeming.probe)
  const { digits } = redeeming.sending.action
  if (digits !== undefined) sent.answer.is('the length of the code', digits, sent.code.length)
  await logsIn(redeeming, sent)
  // A gateway may repeat the answer to an identical request.
  for (const email of [sent.email, sent.email.toUpperCase()]) await refuses(redeeming, email, sent.code)
}

async function logsInNobodyElse(redeeming: Redeeming): Promise<void> {
  const { sending, probe } = redeeming
  const [mine, theirs] = [await sentCode(sending, probe), await sentCode(sending, probe)]
  if (mine.code !== theirs.code) await refuses(redeeming, theirs.email, mine.code)
  await inconclusively(() => logsIn(redeeming, mine))
}

/** A server may send the next one only after some time. */
async function isVoided(redeeming: Redeeming): Promise<void> {
  const { sending, probe } = redeeming
  const first = await sentCode(sending, probe)
  await probe.hooks.advanceClock?.(60)
  const second = await sentCode(sending, probe, first.person)
  if (first.code !== second.code) await refuses(redeeming, first.email, first.code)
  await logsIn(redeeming, second)
}

async function expires(redeeming: Redeeming): Promise<void> {
  const { sending, probe } = redeeming
  const [early, late] = [await sentCode(sending, probe), await sentCode(sending, probe)]
  await probe.hooks.advanceClock?.(lifetimeOf(sending) - tolerance)
  await logsIn(redeeming, early)
  await probe.hooks.advanceClock?.(2 * tolerance)
  await refuses(redeeming, late.email, late.code)
}

/** How long a code is valid, in seconds; a setting has its default. */
function lifetimeOf({ plan, action: { lifetime } }: SendingCodes): number {
  const value = declaredValue(plan, lifetime)
  return typeof value === 'number' ? value : (millisecondsOf(value) ?? 600_000) / 1_000
}

async function isBurned({ sending, probe }: Redeeming): Promise<void> {
  const { plan, way, action } = sending
  const operation = plan.find(way.obtain.operationId)
  const { email, code } = await sentCode(sending, probe)
  let answer: Answer | undefined
  for (let step = 1; step <= (action.tries ?? 5); step++)
    answer = await isRefusedAsDocumented(probe, operation, redemptionOf(sending, probe, email, otherCode(code, step)))
  // A login that is slowed down refuses the right code for a while, whether or not it was burned.
  await probe.hooks.advanceClock?.(Math.min((answer && waitOf(answer)) ?? 0, 60) + 2)
  await isRefusedAsDocumented(probe, operation, redemptionOf(sending, probe, email, code))
}

async function refusesAlike(redeeming: Redeeming): Promise<void> {
  const { sending, probe } = redeeming
  const { email, code, person } = await sentCode(sending, probe)
  const wrong = otherCode(code)
  const underway = await refuses(redeeming, email, wrong)
  const nobody = await refuses(redeeming, freshEmail(), wrong)
  looksLike(nobody, underway)
  await inconclusively(() => logsIn(redeeming, { email, code, person, answer: underway }))
}

/** The setting that turns codes off, where checks may change it. */
function settingOf({ action: { enabled } }: SendingCodes): SettingName | undefined {
  return settingNames.find((name) => enabled === `$settings.${name}`)
}

async function isOff(redeeming: Redeeming): Promise<void> {
  const { sending, probe } = redeeming
  const { operation } = sending
  const setting = settingOf(sending) ?? ''
  const turn = async (on: boolean) => probe.hooks.changeSettings?.({ [setting]: on })
  const { email, code } = await sentCode(sending, probe)
  probe.afterwards(() => turn(true))
  const ask = async () => codeRequest(sending, probe, await credentialFor(sending, probe), freshEmail())
  await turn(false)
  const isTold = sending.plan.facts(rules.off.id, operation).length > 0
  await isRefused(probe, operation, isTold ? [403] : [400, 403, 404, 409, 503], await ask())
  await refuses(redeeming, email, code)
  await turn(true)
  await probe.send(operation.id, successOf(operation), await ask())
}
