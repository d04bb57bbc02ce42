import type { Answer } from '../answer.ts'
import type { Cast } from '../cast.ts'
import type { Sent } from '../request.ts'
import { placeOf, saying } from './asked.ts'
import type { Plan, PlannedAction, PlannedWay } from './plan.ts'
import { joined } from './presentation.ts'
import { type DerivedProbe, sentBy, successOf } from './session.ts'
import { pointerTo, valueAt } from './shown.ts'

/** A key as the answer shows it that issued it. */
export interface IssuedKey {
  readonly secret: string
  readonly id: unknown
  /** What presents it. */
  readonly sent: Sent
  readonly answer: Answer
}

/** What presents a key of a way. */
export function sentWithKey(plan: Plan, way: PlannedWay, key: string): Sent {
  const [name = ''] = [...way.inputMeanings].find(([, meaning]) => meaning === 'key') ?? []
  return sentBy(plan, way, { inputs: { [name]: key }, outputs: {} })
}

/** Issues a key, which is revoked when the check is over. */
export async function issueKey(
  probe: DerivedProbe,
  plan: Plan,
  { operation, action }: PlannedAction<'issue-key'>,
  owner: Sent,
  request: Sent = plan.request(operation, probe.people),
): Promise<IssuedKey> {
  const answer = await probe.send(operation.id, successOf(operation), joined(request, owner))
  const shown = (name: string) => {
    const pointer = pointerTo(action.answer, name)
    return pointer === undefined ? undefined : valueAt(answer, pointer)
  }
  const [id, secret] = [shown('$key.id'), String(shown('$key.secret'))]
  const revoke = revokeOf(plan, action.way)
  if (revoke && id !== undefined)
    probe.afterwards(() => probe.receive(revoke.operation.id, revocationOf(plan, revoke, probe.people, id, owner)))
  const way = plan.ways.find(({ name }) => name === action.way)
  return { secret, id, answer, sent: way ? sentWithKey(plan, way, secret) : {} }
}

/** The operation that revokes keys of a way by an id; undefined where requests say none. */
export function revokeOf(plan: Plan, way: string): PlannedAction<'revoke-key'> | undefined {
  return plan.actions('revoke-key').find(({ action }) => action.way === way && placeOf(action.id) !== undefined)
}

export function revocationOf(
  plan: Plan,
  { operation, action }: PlannedAction<'revoke-key'>,
  people: Cast,
  id: unknown,
  owner: Sent,
): Sent {
  // A body may have it as a number.
  return joined(saying(operation, plan.request(operation, people), action.id, id as string), owner)
}
