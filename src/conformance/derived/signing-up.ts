import { accountRules } from '../../ways/account-rules.ts'
import { freshWord } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { placeOf, said, saying } from './asked.ts'
import { membersOf, withMembers } from './body-damage.ts'
import { inconclusively, isRefused } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { isAlive, loginsOf } from './logins.ts'
import { fails } from './password-ways.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, heldAfter, renewed, successOf } from './session.ts'
import { shows } from './shown.ts'
import {
  type Applicant,
  applicant,
  enters,
  knownOf,
  needsToSettle,
  type SignUp,
  settled,
  signedUp,
  signUpRequest,
  signUpsOf,
} from './sign-up.ts'
import { signUpRules as rules } from './sign-up-rules.ts'
import { takesNothingOver } from './taken-address.ts'

/** What those who sign up are promised. */
export function signUpChecks(plan: Plan): readonly DerivedCheck[] {
  return signUpsOf(plan).flatMap((signUp) => [
    works(plan, signUp),
    ...waits(plan, signUp),
    ...settling(plan, signUp, rules.taken, 'a taken address is spared', takesNothingOver),
    ...settling(plan, signUp, rules.role, 'nobody gives themselves a role', givesNoRole),
    ...credentialWorks(plan, signUp),
    ...clientKnown(plan, signUp),
  ])
}

/** A check that needs an account which can log in. */
function settling(
  plan: Plan,
  signUp: SignUp,
  rule: Rule,
  title: string,
  run: (plan: Plan, signUp: SignUp, probe: DerivedProbe) => Promise<void>,
): readonly DerivedCheck[] {
  const needs = needsToSettle(plan, signUp)
  const { operation } = signUp
  return needs ? [derived(plan, rule, { operation, title, needs, run: (probe) => run(plan, signUp, probe) })] : []
}

function works(plan: Plan, signUp: SignUp): DerivedCheck {
  const { operation, action } = signUp
  return derived(plan, rules.works, {
    operation,
    title: 'a sign-up makes an account that logs in',
    needs: needsToSettle(plan, signUp) ?? signUp.needs,
    async run(probe) {
      const person = applicant(signUp)
      const request = otherwise(signUp, signUpRequest(plan, signUp, probe, person))
      const answer = await probe.send(operation.id, successOf(operation), request)
      shows(answer, action.answer, knownOf(plan, signUp, request, !action.pending))
      answer.holds('an answer without the password', !answer.text.includes(person.password), answer.text)
      if (!needsToSettle(plan, signUp)) return
      await enters(probe, plan, signUp, await settled(probe, plan, signUp))
    },
  })
}

/** What is said by yes or no is said the other way, since a server may show what it always shows. */
function otherwise({ operation, action }: SignUp, sent: Sent): Sent {
  return Object.values(action.account).reduce((request, asked) => {
    const value = said(request, asked)
    return typeof value === 'boolean' ? saying(operation, request, asked, !value) : request
  }, sent)
}

/** Who says nothing of accounts that are pending leaves open whether they log in; a fact may say it. */
function waits(plan: Plan, signUp: SignUp): readonly DerivedCheck[] {
  const { action, entry, needs } = signUp
  const { activated: wanted } = accountRules(plan.contract).admits
  const isBarred = wanted === true
  if (!action.pending || (!isBarred && plan.facts(rules.pending.id, entry.operation).length === 0)) return []
  return [
    derived(plan, rules.pending, {
      operation: entry.operation,
      title: `an account that ${signUp.operation.id} left pending ${isBarred ? 'cannot' : 'may'} log in`,
      needs: isBarred ? (needsToSettle(plan, signUp) ?? needs) : needs,
      async run(probe) {
        const person = applicant(signUp)
        await inconclusively(async () => {
          if (isBarred) await enters(probe, plan, signUp, await settled(probe, plan, signUp))
          await signedUp(probe, plan, signUp, person)
        })
        if (isBarred) await fails(plan, entry, probe, person)
        else await entersWithout(plan, signUp, probe, person)
      },
    }),
  ]
}

/** It logs in, and gets nothing that an activation issues. */
async function entersWithout(plan: Plan, signUp: SignUp, probe: DerivedProbe, person: Applicant): Promise<void> {
  const { way, operation } = signUp.entry
  const answer = await enters(probe, plan, signUp, person)
  shows(answer, way.answer, { '$account.activated': false })
  const withheld = plan.ways.filter(
    ({ obtain, lifecycle }) => obtain?.operationId === operation.id && lifecycle.issuedAt === 'activate',
  )
  for (const each of withheld)
    answer.is('what an activation issues', {}, heldAfter(probe, plan, each, person, answer).known.outputs)
}

/** Members by which someone may try to be more than a new account is. */
function wishes(plan: Plan, { action }: SignUp): readonly (readonly [string, unknown])[] {
  const { roles } = accountRules(plan.contract)
  const role = roles.slice(1).at(-1) ?? 'admin'
  const all: readonly (readonly [string, unknown])[] = [
    ['role', role],
    ['roles', [role]],
    ['is_admin', true],
    ...(action.pending ? ([['activated', true]] as const) : []),
  ]
  return all.filter(([name]) => !Object.hasOwn(action.account, name))
}

async function givesNoRole(plan: Plan, signUp: SignUp, probe: DerivedProbe): Promise<void> {
  const { operation, action, entry } = signUp
  await inconclusively(() => signedUp(probe, plan, signUp))
  const known = knownOf(plan, signUp, {}, !action.pending)
  for (const [name, value] of wishes(plan, signUp)) {
    const person = applicant(signUp)
    const plain = signUpRequest(plan, signUp, probe, person)
    const answer = await probe.receive(operation.id, withMembers(plain, { ...membersOf(plain), [name]: value }))
    answer.holds('a refusal or a new account', answer.status < 500, answer.status)
    if (answer.status < 300) {
      shows(answer, action.answer, known)
      if (!action.pending) shows(await enters(probe, plan, signUp, person), entry.way.answer, known)
    } else await fails(plan, entry, probe, person)
  }
}

function credentialWorks(plan: Plan, signUp: SignUp): readonly DerivedCheck[] {
  const { operation, action, needs } = signUp
  const login = loginsOf(plan).find(({ way, who }) => way.name === action.then && who === 'ordinary')
  if (!login || action.pending) return []
  return [
    derived(plan, rules.credential, {
      operation,
      title: 'what a sign-up issues works, and is renewed',
      needs,
      async run(probe) {
        const person = applicant(signUp)
        const held = heldAfter(probe, plan, login.way, person, await signedUp(probe, plan, signUp, person))
        await isAlive(probe, plan, login, held)
        if (login.way.renew) await isAlive(probe, plan, login, await renewed(probe, plan, held))
      },
    }),
  ]
}

function clientKnown(plan: Plan, signUp: SignUp): readonly DerivedCheck[] {
  const { operation, action, needs } = signUp
  if (!placeOf(action.client)) return []
  return [
    derived(plan, rules.client, {
      operation,
      title: 'a sign-up for an unknown client makes no account',
      needs,
      async run(probe) {
        const person = applicant(signUp)
        const request = signUpRequest(plan, signUp, probe, person, freshWord())
        await inconclusively(() => signedUp(probe, plan, signUp))
        await isRefused(probe, operation, [400, 401, 403, 404, 422], request)
        await signedUp(probe, plan, signUp, person)
      },
    }),
  ]
}
