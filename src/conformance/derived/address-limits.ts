import type { Answer } from '../answer.ts'
import type { SettingName } from '../setting-table.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { applicant, type SignUp, signUpRequest, signUpsOf } from './sign-up.ts'
import { signUpRules } from './sign-up-rules.ts'
import { throttlingRules } from './throttling-rules.ts'

/** The settings that limit a sign-up, and the rules whose facts say so. */
const limits: readonly (readonly [SettingName, Rule, string])[] = [
  ['signUpsPerAddress', signUpRules.perAddress, 'so many sign-ups of a network address are taken'],
  ['passwordsPerAddress', throttlingRules.addresses, 'so many passwords of a network address are set'],
]

/** How much one network address may do, where a fact says so. */
export function addressLimitChecks(plan: Plan): readonly DerivedCheck[] {
  return signUpsOf(plan).flatMap((signUp) =>
    limits.flatMap(([setting, rule, title]) => {
      const { operation, needs } = signUp
      if (plan.facts(rule.id, operation).length === 0) return []
      return [
        derived(plan, rule, {
          operation,
          title,
          needs: ['guessing', `settings.${setting}`, 'reset', ...needs],
          run: (probe) => isLimited(plan, signUp, probe, setting),
        }),
      ]
    }),
  )
}

/** Where a taken address is answered like a free one, it counts as much. */
async function isLimited(plan: Plan, signUp: SignUp, probe: DerivedProbe, setting: SettingName): Promise<void> {
  const { operation, action } = signUp
  const first = applicant(signUp)
  const again = action.taken === 'silent' ? first : applicant(signUp)
  const ask = (person = applicant(signUp)): Promise<Answer> =>
    probe.receive(operation.id, signUpRequest(plan, signUp, probe, person))
  await probe.hooks.changeSettings?.({ [setting]: 2 })
  await inconclusively(async () => {
    for (const person of [first, again]) {
      const answer = await ask(person)
      answer.holds('a sign-up below the limit', successOf(operation).includes(answer.status), answer.status)
    }
  })
  for (const person of [again, undefined]) {
    const answer = await ask(person)
    answer.is('the status beyond the limit', 429, answer.status)
    probe.judge(operation.id, answer)
  }
}
