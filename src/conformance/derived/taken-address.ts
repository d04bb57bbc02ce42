import type { Answer } from '../answer.ts'
import { freshWord } from '../fresh.ts'
import { activated } from './activation-code.ts'
import { inconclusively, isRefused } from './control.ts'
import { fails } from './password-ways.ts'
import type { Plan } from './plan.ts'
import type { DerivedProbe } from './session.ts'
import { pointerTo, saysAsOf, valueAt } from './shown.ts'
import { type Applicant, applicant, enters, type SignUp, signedUp, signUpRequest } from './sign-up.ts'

/** Throws a Deviation unless a sign-up with a taken address changes nothing of the account that has it. */
export async function takesNothingOver(plan: Plan, signUp: SignUp, probe: DerivedProbe): Promise<void> {
  const { action, entry } = signUp
  const owner = applicant(signUp)
  const free = await inconclusively(() => signedUp(probe, plan, signUp, owner))
  if (action.pending) await inconclusively(() => activated(probe, plan, free, owner.email))
  const anyCase = plan.contract.document['x-accounts'] ? [owner.email.toUpperCase()] : []
  for (const email of [owner.email, ...anyCase]) {
    const login = action.account.login === undefined ? email : owner.login
    const intruder = { email, login, password: `other-${freshWord()}` }
    await answersTaken(plan, signUp, probe, intruder, { free, email: owner.email })
    await fails(plan, entry, probe, intruder)
  }
  await enters(probe, plan, signUp, owner)
}

interface Owner {
  readonly free: Answer
  readonly email: string
}

/** A conflict, or what a free address gets, as the contract says. */
async function answersTaken(
  plan: Plan,
  { operation, action, ...signUp }: SignUp,
  probe: DerivedProbe,
  intruder: Applicant,
  { free, email }: Owner,
): Promise<void> {
  const request = signUpRequest(plan, { operation, action, ...signUp }, probe, intruder)
  const isConflict = operation.responses.has('409')
  if (action.taken === 'refuse' || (action.taken === undefined && isConflict)) {
    await isRefused(probe, operation, isConflict ? [409] : [400, 403, 422], request)
    return
  }
  const answer = await probe.receive(operation.id, request)
  if (action.taken !== 'silent') return
  saysAsOf(answer, intruder.email, free, email)
  const id = pointerTo(action.answer, '$account.id')
  answer.holds("no id of the owner's", id === undefined || valueAt(answer, id) !== valueAt(free, id), answer.text)
  const notice = await probe.hooks.readMessage?.(email)
  if (notice !== undefined) answer.holds('a message without a link', !/https?:/.test(notice), notice)
}
