import type { Answer } from '../answer.ts'
import { freshEmail } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import { takeEquallyLong } from '../timing.ts'
import { codeRules as rules } from './code-rules.ts'
import { inconclusively, isRefused } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { refusalsOf } from './opened-doors.ts'
import { ownAccounts } from './own-account.ts'
import { declaredValue, type Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { askFor, codeRequest, codesOf, needsToRedeem, type SendingCodes, sentCode } from './sending-codes.ts'
import type { DerivedProbe } from './session.ts'
import { saysAsOf } from './shown.ts'
import { type Source, sourcesOf } from './sources.ts'

/** In seconds: what was counted within an hour no longer counts. */
const overAnHour = 3_700

/** What asking for a one-time password tells, and whom. */
export function sentCodeChecks(plan: Plan): readonly DerivedCheck[] {
  return codesOf(plan).flatMap((sending) => {
    const { needs } = sending
    const toRead = needsToRedeem(sending)
    const own = [...needs, ...ownAccounts(plan).needs]
    return [
      ...(toRead ? [check(sending, rules.private, 'a code is in the message alone', toRead, staysPrivate)] : []),
      check(sending, rules.alike, 'an address without an account is answered alike', own, answersAlike),
      check(sending, rules.equalTime, 'no address takes longer', ['guessing', ...own], takesEquallyLong),
      ...personSources(sending).map((source) =>
        check(sending, rules.caller, `the ${source.credential} of a person is refused`, source.needs, (given, probe) =>
          refusesPerson(given, probe, source),
        ),
      ),
    ]
  })
}

type Run = (sending: SendingCodes, probe: DerivedProbe) => Promise<void>

function check(sending: SendingCodes, rule: Rule, title: string, needs: readonly Need[], run: Run): DerivedCheck {
  return derived(sending.plan, rule, {
    operation: sending.operation,
    title,
    needs: [...new Set(needs)],
    run: (probe) => run(sending, probe),
  })
}

async function staysPrivate(sending: SendingCodes, probe: DerivedProbe): Promise<void> {
  const { email, code, answer } = await sentCode(sending, probe)
  answer.holds('no code in the answer', !answer.text.replaceAll(email, '').includes(code), answer.text)
}

/** A stranger and a disabled account; the latter where the owner of the server can disable one. */
async function answersAlike(sending: SendingCodes, probe: DerivedProbe): Promise<void> {
  const make = () => inconclusively(() => ownAccounts(sending.plan).make(probe))
  const [known, disabled] = [(await make()).email ?? '', (await make()).email ?? '']
  const usual = await inconclusively(() => askFor(sending, probe, known))
  const strangers = [freshEmail()]
  if (probe.hooks.disableAccount) {
    await probe.hooks.disableAccount(disabled, true)
    strangers.push(disabled)
  }
  for (const email of strangers) {
    const answer = await askFor(sending, probe, email)
    saysAsOf(answer, email, usual, known)
    await isSentNothing(sending, probe, email, answer)
  }
}

/** Where an account may be made by the first use of a code, strangers get one. */
async function isSentNothing(
  { action: { create = false }, plan }: SendingCodes,
  probe: DerivedProbe,
  email: string,
  answer: Answer,
): Promise<void> {
  if (declaredValue(plan, create) || !probe.hooks.readMessage) return
  answer.is(`the message to ${email}`, '', await probe.hooks.readMessage(email))
}

async function takesEquallyLong(sending: SendingCodes, probe: DerivedProbe): Promise<void> {
  const make = () => inconclusively(() => ownAccounts(sending.plan).make(probe))
  // A server may send one address a code only now and then.
  let person = await make()
  probe.afterwards(async () => probe.hooks.advanceClock?.(overAnHour))
  await takeEquallyLong({
    known: () => askFor(sending, probe, person.email ?? ''),
    unknown: () => askFor(sending, probe, freshEmail()),
    between: async () => {
      person = await make()
    },
  })
}

/** What logs people in where only clients may ask. */
function personSources({ plan, operation, action }: SendingCodes): readonly Source[] {
  if (action.caller !== 'client') return []
  const schemes = new Set(operation.security.flatMap((requirement) => Object.keys(requirement)))
  return [...schemes]
    .flatMap((scheme) => sourcesOf(plan, scheme))
    .filter(({ way }) => way && [...way.inputMeanings.values()].includes('login'))
}

async function refusesPerson(sending: SendingCodes, probe: DerivedProbe, source: Source): Promise<void> {
  await inconclusively(() => askFor(sending, probe, freshEmail()))
  const { sent } = await inconclusively(() => source.get(probe))
  const { plan, operation } = sending
  const isTold = plan.facts(rules.caller.id, operation).length > 0
  const statuses = isTold ? [403] : refusalsOf(operation)
  await isRefused(probe, operation, statuses, codeRequest(sending, probe, sent, freshEmail()))
}
