import type { Answer } from '../answer.ts'
import { type IssuedKey, issueKey, revocationOf, revokeOf } from './issued-key.ts'
import { doorsOf, type Login } from './logins.ts'
import { opened, whoOpens } from './opened-doors.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { pointerTo, valueAt } from './shown.ts'
import { type GoodCredential, type Source, sourcesOf } from './sources.ts'

/** The keys of a way, which people issue, list and revoke for themselves. */
export interface Keyring extends Login {
  readonly plan: Plan
  readonly issue: PlannedAction<'issue-key'>
  readonly lists: readonly PlannedAction<'list-keys'>[]
  readonly revoke: PlannedAction<'revoke-key'> | undefined
  /** How people log in who issue keys. */
  readonly owner: Source
}

/** Those whose answers show the key. */
export function keyringsOf(plan: Plan): readonly Keyring[] {
  return plan.actions('issue-key').flatMap((issue) => {
    const way = plan.ways.find(({ name }) => name === issue.action.way)
    const owner = ownerOf(plan, issue)
    if (!way || !owner || pointerTo(issue.action.answer, '$key.secret') === undefined) return []
    const [first, ...others] = doorsOf(plan, way).filter((door) => whoOpens(plan, door.requirement) === 'ordinary')
    const source = sourcesOf(plan, way.scheme).find((each) => each.way === way)
    if (!first || !source) return []
    return [
      {
        plan,
        way,
        credential: source.credential,
        needs: owner.needs,
        who: 'ordinary',
        doors: [first, ...others] as const,
        issue,
        lists: plan.actions('list-keys').filter(({ action }) => action.way === way.name),
        revoke: revokeOf(plan, way.name),
        owner,
      },
    ]
  })
}

function ownerOf(plan: Plan, { operation }: Pick<PlannedAction, 'operation'>): Source | undefined {
  const doors = plan.doors.filter((door) => door.operation === operation).flatMap((door) => opened(plan, door))
  return doors.find(({ sources }) => sources.length === 1 && sources[0]?.way?.obtain)?.sources[0]
}

/** Issues a key of the ring. */
export function issuedTo(probe: DerivedProbe, { plan, issue }: Keyring, { sent }: GoodCredential): Promise<IssuedKey> {
  return issueKey(probe, plan, issue, sent)
}

/** Revokes a key, which has to succeed. */
export function revoked(
  probe: DerivedProbe,
  { plan, revoke }: Keyring,
  { id }: Pick<IssuedKey, 'id'>,
  { sent }: Pick<GoodCredential, 'sent'>,
): Promise<Answer> {
  if (!revoke) throw new TypeError('Nothing revokes these keys')
  const { operation } = revoke
  return probe.send(operation.id, successOf(operation), revocationOf(plan, revoke, probe.people, id, sent))
}

/** What a list shows of keys. */
interface ListedKeys {
  readonly answer: Answer
  readonly list: PlannedAction<'list-keys'>
  /** The ids of the keys, in the order of the list. */
  readonly ids: readonly unknown[]
}

/** Every list of a ring. */
export async function listedKeys(
  probe: DerivedProbe,
  { lists }: Keyring,
  { sent }: Pick<GoodCredential, 'sent'>,
): Promise<readonly ListedKeys[]> {
  const all: ListedKeys[] = []
  for (const list of lists) {
    const { operation, action } = list
    const answer = await probe.send(operation.id, successOf(operation), sent)
    const pointer = pointerTo(action.item, '$key.id') ?? ''
    const items = [valueAt(answer, action.list)].flat()
    all.push({ answer, list, ids: items.map((_, at) => valueAt(answer, `${action.list}/${at}${pointer}`)) })
  }
  return all
}
