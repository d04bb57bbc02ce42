import { readOutput } from '../../ways/evaluate.ts'
import { expressionOf } from '../../ways/expressions.ts'
import type { Answer } from '../answer.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { opened } from './opened-doors.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { joined } from './presentation.ts'
import { rightsRules } from './rights-rules.ts'
import { fieldsOf, successOf } from './session.ts'
import type { Source } from './sources.ts'

/** Keys that one person issues and another tries to list and to end. */
export function foreignKeyChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.actions('revoke-key').flatMap((revoking) => {
    const issuing = plan.actions('issue-key').find(({ action }) => action.way === revoking.action.way)
    return issuing ? foreignKey(plan, issuing, revoking) : []
  })
}

function foreignKey(
  plan: Plan,
  { operation: issue, action }: PlannedAction<'issue-key'>,
  { operation: revoke, action: { id } }: PlannedAction<'revoke-key'>,
): readonly DerivedCheck[] {
  const pointer = Object.entries(action.answer ?? {}).find(([, shown]) => shown === '$key.id')?.[0]
  const [, parameter] = /^\$request\.path\.(.+)$/.exec(String(id)) ?? []
  const source = sourceOf(plan, issue.id)
  if (pointer === undefined || parameter === undefined || !source) return []
  return [
    derived(plan, rightsRules.object, {
      operation: revoke,
      title: 'the key of another account is neither ended nor listed',
      needs: [...source.needs, 'people.other.login', 'people.other.password'],
      async run(probe) {
        const [mine, theirs] = await inconclusively(async () => [
          await source.get(probe),
          await source.get(probe, probe.people.other),
        ])
        const request = joined(plan.request(issue, probe.people), mine.sent)
        const issued = await inconclusively(() => probe.send(issue.id, successOf(issue), request))
        const key = valueAt(issued, pointer)
        const revocation = (who: Pick<typeof mine, 'sent'>) => joined({ path: { [parameter]: String(key) } }, who.sent)
        for (const list of plan.actions('list-keys').filter((each) => each.action.way === action.way)) {
          const item = Object.entries(list.action.item).find(([, shown]) => shown === '$key.id')?.[0] ?? ''
          const listed = await probe.send(list.operation.id, successOf(list.operation), theirs.sent)
          const ids = (valueAt(listed, list.action.list) as readonly object[]).map(
            (each) => Object(each)[item.slice(1)],
          )
          listed.holds('no key of another account in the list', !ids.includes(key), ids)
        }
        const refusals = [401, 403, 404].filter((status) => revoke.responses.has(String(status)))
        const [first = 404, ...others] = refusals
        await probe.send(revoke.id, [first, ...others], revocation(theirs))
        await probe.send(revoke.id, successOf(revoke), revocation(mine))
      },
    }),
  ]
}

function valueAt(answer: Answer, pointer: string): unknown {
  return readOutput(expressionOf(`$response.body#${pointer}`), { body: answer.body, headers: fieldsOf(answer) })
}

/** How a person opens an operation that takes one credential. */
function sourceOf(plan: Plan, operationId: string): Source | undefined {
  const doors = plan.doors.filter(({ operation }) => operation.id === operationId).flatMap((door) => opened(plan, door))
  return doors.find(({ sources }) => sources.length === 1 && sources[0]?.way)?.sources[0]
}
