import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import { freshEmail } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import type { SettingName } from '../setting-table.ts'
import { placeOf } from './asked.ts'
import { type Changing, changeOf, changingsOf, needsToChange, owned } from './changing-account.ts'
import { codeRules } from './code-rules.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { codeRequest, codesOf, credentialFor, type SendingCodes } from './sending-codes.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { applicant, type SignUp, signUpRequest, signUpsOf } from './sign-up.ts'
import { signUpRules } from './sign-up-rules.ts'
import { throttlingRules } from './throttling-rules.ts'

/** What a network address may do so many times. */
interface Limited {
  readonly operation: Operation
  readonly needs: readonly Need[]
  readonly limits: readonly (readonly [SettingName, Rule, string])[]
  /** Makes requests that each succeed below the limit. */
  asks(probe: DerivedProbe): Promise<() => Sent>
}

/** How much one network address may do, where a fact says so. */
export function addressLimitChecks(plan: Plan): readonly DerivedCheck[] {
  const all = [
    ...signUpsOf(plan).map((signUp) => signingUp(plan, signUp)),
    ...changingsOf(plan).map((changing) => changingAccount(changing)),
    ...codesOf(plan).map((sending) => sendingCodes(sending)),
  ]
  return all.flatMap((limited) =>
    limited.limits.flatMap(([setting, rule, title]) => {
      const { operation, needs } = limited
      if (plan.facts(rule.id, operation).length === 0) return []
      return [
        derived(plan, rule, {
          operation,
          title,
          needs: ['guessing', `settings.${setting}`, 'reset', ...needs],
          run: (probe) => isLimited(limited, probe, setting),
        }),
      ]
    }),
  )
}

/** Where a taken address is answered like a free one, it counts as much. */
function signingUp(plan: Plan, signUp: SignUp): Limited {
  const { operation, action, needs } = signUp
  return {
    operation,
    needs,
    limits: [
      ['signUpsPerAddress', signUpRules.perAddress, 'so many sign-ups of a network address are taken'],
      ['passwordsPerAddress', throttlingRules.addresses, 'so many passwords of a network address are set'],
    ],
    async asks(probe) {
      const again = applicant(signUp)
      return () => signUpRequest(plan, signUp, probe, action.taken === 'silent' ? again : applicant(signUp))
    },
  }
}

function changingAccount(changing: Changing): Limited {
  const { operation, action } = changing
  const hasEmail = placeOf(action.members.email) !== undefined
  const email: Limited['limits'] = [
    ['messagesPerAddress', signUpRules.perAddress, 'so many e-mails of a network address are changed'],
  ]
  return {
    operation,
    needs: needsToChange(changing),
    limits: [
      ...(hasEmail && action.notice ? email : []),
      ['passwordsPerAddress', throttlingRules.addresses, 'so many passwords of a network address are changed'],
    ],
    async asks(probe) {
      const mine = await owned(changing, probe)
      const { password } = mine.person
      return () => changeOf(changing, mine, { email: hasEmail ? freshEmail() : undefined, password })
    },
  }
}

function sendingCodes(sending: SendingCodes): Limited {
  const { operation, needs } = sending
  return {
    operation,
    needs,
    limits: [['messagesPerAddress', codeRules.perAddress, 'so many codes are sent for a network address']],
    async asks(probe) {
      const credential = await credentialFor(sending, probe)
      return () => codeRequest(sending, probe, credential, freshEmail())
    },
  }
}

/** A sign-up and a login that came before may count as well. */
const lowered = 4

async function isLimited({ operation, asks }: Limited, probe: DerivedProbe, setting: SettingName): Promise<void> {
  await probe.hooks.changeSettings?.({ [setting]: lowered })
  const next = await asks(probe)
  const ask = (): Promise<Answer> => probe.receive(operation.id, next())
  await inconclusively(async () => {
    const answer = await ask()
    answer.holds('one below the limit', successOf(operation).includes(answer.status), answer.status)
  })
  let answer = await ask()
  for (let asked = 2; asked <= lowered && answer.status !== 429; asked++) answer = await ask()
  for (const each of [answer, await ask()]) {
    each.is('the status beyond the limit', 429, each.status)
    probe.judge(operation.id, each)
  }
}
