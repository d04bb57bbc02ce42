import { accountRules as accountsOf } from '../../ways/account-rules.ts'
import type { Answer } from '../answer.ts'
import type { Person } from '../cast.ts'
import { freshEmail, freshWord } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import { accountRules as rules } from './account-rules.ts'
import { placeOf } from './asked.ts'
import { membersOf, withMembers } from './body-damage.ts'
import { type Changing, changeOf, changingsOf, needsToChange, type Owned, owned } from './changing-account.ts'
import { inconclusively, isRefused } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { isAlive } from './logins.ts'
import { passwordsFor } from './new-passwords.ts'
import { fails, loginOf } from './password-ways.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { pointerTo, shows, valueAt } from './shown.ts'
import { signUpRules } from './sign-up-rules.ts'

/** What those who change their account are promised. */
export function accountChangeChecks(plan: Plan): readonly DerivedCheck[] {
  return changingsOf(plan).flatMap((changing) => {
    const { members, notice } = changing.action
    const hasEmail = placeOf(members.email) !== undefined
    const { good } = passwordsFor(plan, changing.operation, members.password, changing.action.passwordBytes)
    return [
      ...(hasEmail ? [check(changing, rules.email, 'a new e-mail takes effect', [], changesEmail)] : []),
      ...(hasEmail ? [check(changing, rules.taken, 'a taken e-mail changes nothing', [], refusesTaken)] : []),
      ...(hasEmail && notice
        ? [check(changing, rules.notice, 'a new e-mail is told to the old', ['readMessage'], tells)]
        : []),
      check(changing, rules.others, 'nobody changes a role, or another account', [], changesNobodyElse),
      ...(good.length > 0
        ? [check(changing, signUpRules.password, 'a new password is of a documented length', [], keepsPassword)]
        : []),
    ]
  })
}

function check(
  changing: Changing,
  rule: Rule,
  title: string,
  more: readonly Need[],
  run: (changing: Changing, probe: DerivedProbe) => Promise<void>,
): DerivedCheck {
  const { plan, operation } = changing
  const needs = [...needsToChange(changing), ...more]
  return derived(plan, rule, { operation, title, needs, run: (probe) => run(changing, probe) })
}

function enters({ plan, entry }: Changing, probe: DerivedProbe, person: Person): Promise<Answer> {
  return probe.send(entry.operation.id, successOf(entry.operation), loginOf(plan, entry, probe, person))
}

async function changesEmail(changing: Changing, probe: DerivedProbe): Promise<void> {
  const { plan, operation, action, login, entry } = changing
  const mine = await owned(changing, probe)
  const email = freshEmail()
  const sent = foldsEmails(plan) ? email.replace('c', 'C') : email
  const answer = await probe.send(operation.id, successOf(operation), changeOf(changing, mine, { email: sent }))
  shows(answer, action.answer, { '$account.email': email })
  await enters(changing, probe, { ...mine.person, email, login: email })
  await fails(plan, entry, probe, mine.person)
  await isAlive(probe, plan, login, mine.held)
}

function foldsEmails({ contract }: Plan): boolean {
  return accountsOf(contract).emails === 'lower-case'
}

async function refusesTaken(changing: Changing, probe: DerivedProbe): Promise<void> {
  const { plan, operation, action } = changing
  const [mine, other] = [await owned(changing, probe), await owned(changing, probe)]
  const password = placeOf(action.members.password) && `other-${freshWord()}`
  const { email = '' } = other.person
  const statuses = operation.responses.has('409') ? [409] : [400, 403, 422]
  for (const spelling of foldsEmails(plan) ? [email, email.toUpperCase()] : [email])
    await isRefused(probe, operation, statuses, changeOf(changing, mine, { email: spelling, password }))
  for (const { person } of [mine, other]) await enters(changing, probe, person)
}

async function tells(changing: Changing, probe: DerivedProbe): Promise<void> {
  const { operation } = changing
  const mine = await owned(changing, probe)
  const { email: former = '' } = mine.person
  const change = (email: string) => probe.send(operation.id, successOf(operation), changeOf(changing, mine, { email }))
  const message = async () => (await probe.hooks.readMessage?.(former)) ?? ''
  const before = await message()
  const same = await change(former)
  same.is('a message about no change', before, await message())
  const email = freshEmail()
  const answer = await change(email)
  const told = await message()
  answer.holds('a message to the former address that names the new one', told.includes(email), told)
}

/** Members by which someone may try to have a role, or to be someone else. */
function wishes({ plan, action }: Changing, id: unknown): readonly (readonly [string, unknown])[] {
  const role = accountsOf(plan.contract).roles.slice(1).at(-1) ?? 'admin'
  const ids = id === undefined ? [] : ['id', '_id', 'key', 'user_id'].map((name) => [name, id] as const)
  const all: readonly (readonly [string, unknown])[] = [['role', role], ['roles', [role]], ...ids]
  return all.filter(([name]) => !Object.hasOwn(action.members, name))
}

async function changesNobodyElse(changing: Changing, probe: DerivedProbe): Promise<void> {
  const { operation, entry, action } = changing
  const [mine, other] = [await owned(changing, probe), await owned(changing, probe)]
  const before = await inconclusively(() => enters(changing, probe, mine.person))
  const idAt = pointerTo(action.answer, '$account.id')
  const shown = await probe.receive(operation.id, changeOf(changing, other))
  const after = await tried(changing, probe, mine, wishes(changing, idAt && valueAt(shown, idAt)))
  for (const pointer of Object.keys(entry.way.answer ?? {}))
    after.is(pointer, valueAt(before, pointer), valueAt(after, pointer))
  await enters(changing, probe, other.person)
}

/** Sends each wish with a change that is good without it, and logs in at the end. */
async function tried(
  changing: Changing,
  probe: DerivedProbe,
  mine: Owned,
  all: readonly (readonly [string, unknown])[],
): Promise<Answer> {
  const { operation, action } = changing
  const hasEmail = placeOf(action.members.email) !== undefined
  let { person } = mine
  for (const [name, value] of all) {
    const email = freshEmail()
    const plain = changeOf(changing, mine, hasEmail ? { email } : {})
    const answer = await probe.receive(operation.id, withMembers(plain, { ...membersOf(plain), [name]: value }))
    answer.holds('a refusal, or the change without it', answer.status < 500, answer.status)
    if (hasEmail && answer.status < 300) person = { ...person, email, login: email }
  }
  return enters(changing, probe, person)
}

async function keepsPassword(changing: Changing, probe: DerivedProbe): Promise<void> {
  const { plan, operation, action, entry } = changing
  const mine = await owned(changing, probe)
  const { good, bad } = passwordsFor(plan, operation, action.members.password, action.passwordBytes)
  for (const password of bad) await isRefused(probe, operation, [400, 422], changeOf(changing, mine, { password }))
  await enters(changing, probe, mine.person)
  const [password = ''] = good
  const email = placeOf(action.members.email) && freshEmail()
  await probe.send(operation.id, successOf(operation), changeOf(changing, mine, { email, password }))
  const person = { ...mine.person, password, ...(email !== undefined && { email, login: email }) }
  await enters(changing, probe, person)
  await fails(plan, entry, probe, person, { password: password.slice(0, -1) })
}
