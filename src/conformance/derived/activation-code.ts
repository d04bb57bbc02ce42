import type { Answer } from '../answer.ts'
import type { Sent } from '../request.ts'
import { placeOf, saying } from './asked.ts'
import { proves } from './control.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { type DerivedProbe, successOf } from './session.ts'

type Activation = PlannedAction<'activate'>

/** The operation that activates an account. */
export function activationOf(plan: Plan): Activation | undefined {
  return plan.actions('activate')[0]
}

/** The request that redeems a code. */
export function redemption(
  plan: Plan,
  { operation, action }: Activation,
  { people }: DerivedProbe,
  code: string,
): Sent {
  return saying(operation, plan.request(operation, people), action.code, code)
}

/** The code of the latest message to someone; without one a check proves nothing, as the answer of the sign-up is shown. */
export async function codeOfMessage(
  { hooks }: DerivedProbe,
  { action }: Activation,
  signedUp: Answer,
  email: string,
): Promise<string> {
  const message = (await hooks.readMessage?.(email)) ?? ''
  const at = placeOf(action.code)
  const code = codeIn(message, at?.in === 'body' ? (at.members.at(-1) ?? '') : (at?.name ?? ''))
  proves(signedUp, 'a message with a code', code !== '')
  return code
}

/** A query parameter or the end of a link, else the first word with a digit. */
export function codeIn(message: string, name: string): string {
  const links = (message.match(/https?:\/\/[^\s"'<>]+/g) ?? [])
    .filter((link) => URL.canParse(link))
    .map((link) => new URL(link))
  const [named] = links.flatMap(({ searchParams }) => searchParams.get(name) ?? [])
  const [last] = links.flatMap(({ pathname }) => pathname.split('/').at(-1) || [])
  return named ?? last ?? /\b(?=\w*\d)[\w-]{4,}\b/.exec(message)?.[0] ?? ''
}

/** Activates the account of a sign-up. */
export async function activated(probe: DerivedProbe, plan: Plan, signedUp: Answer, email: string): Promise<Answer> {
  const activation = activationOf(plan)
  if (!activation) throw new TypeError('The contract has no operation that activates an account')
  const code = await codeOfMessage(probe, activation, signedUp, email)
  const { operation } = activation
  return probe.send(operation.id, successOf(operation), redemption(plan, activation, probe, code))
}
