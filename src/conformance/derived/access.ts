import { documentedResponse } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import type { Sent } from '../request.ts'
import { accessRules } from './access-rules.ts'
import { challengeChecks } from './challenges.ts'
import { controlled, isRefused, letsIn } from './control.ts'
import { carrierOf, malformed, misplaced, neverIssued, otherCase, prolonged } from './damage.ts'
import { changed, type Damage, damagedRequests, schemeOf } from './damaged-requests.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { openChecks } from './open-operations.ts'
import { type OpenedDoor, type OpenRequest, opened, refusalsOf } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

/** What every protected operation promises of a credential that is good, and of those that are not. */
export function accessChecks(plan: Plan): readonly DerivedCheck[] {
  const doors = plan.doors.flatMap((door) => opened(plan, door)).filter((door) => isVisible(plan, door))
  return [...doors.flatMap((door) => doorChecks(plan, door)), ...openChecks(plan)]
}

/** Whether requests show all of its credentials. */
function isVisible(plan: Plan, { sources }: OpenedDoor): boolean {
  return sources.every(({ scheme }) => carrierOf(schemeOf(plan, scheme)) !== undefined)
}

function doorChecks(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { sources, operation } = door
  const damaged = (rule: Rule, mode: string, damage: Damage, statuses?: readonly number[]) =>
    cell(plan, door, rule, mode, async (probe, open) => {
      for (const request of damagedRequests(plan, open, damage)) await refused(probe, door, request, statuses)
    })
  return [
    accepts(plan, door),
    cell(plan, door, accessRules.missing, 'absent', async (probe, { request }) => {
      await refused(probe, door, request, refusalsOf(operation))
    }),
    ...documentedCheck(plan, door),
    ...challengeChecks(plan, door),
    damaged(accessRules.unknown, 'wrong', changed(neverIssued), refusalsOf(operation)),
    damaged(accessRules.prolonged, 'too long', changed(prolonged), statedRefusals(plan, door)),
    damaged(accessRules.malformed, 'malformed', malformed),
    damaged(accessRules.misplaced, 'misplaced', misplaced),
    ...schemeCaseCheck(plan, door),
    ...(sources.length > 1 ? [halfCheck(plan, door)] : []),
  ]
}

/** A limit of header lines may refuse what is too long before it is looked at, unless a fact says how that is refused. */
function statedRefusals(plan: Plan, { operation }: OpenedDoor): readonly number[] | undefined {
  return plan.facts(accessRules.prolonged.id, operation).length > 0 ? refusalsOf(operation) : undefined
}

/** A check of one place of the matrix, after the good credential was seen to be accepted. */
function cell(
  plan: Plan,
  door: OpenedDoor,
  rule: Rule,
  mode: string,
  run: (probe: DerivedProbe, open: OpenRequest) => Promise<void>,
): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, rule, {
    operation,
    title: `${credential} × ${mode} is refused`,
    needs,
    cell: { credential, mode },
    run: async (probe) => run(probe, await controlled(probe, door)),
  })
}

/** Refused by one of the statuses, else by any that says it is the caller's fault. */
async function refused(
  probe: DerivedProbe,
  { operation }: OpenedDoor,
  request: Sent,
  statuses?: readonly number[],
): Promise<Answer> {
  if (statuses) return isRefused(probe, operation, statuses, request)
  const answer = await probe.receive(operation.id, request)
  answer.holds('a refusal by a status of 400 to 499', answer.status >= 400 && answer.status < 500, answer.status)
  return answer
}

function accepts(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, accessRules.good, {
    operation,
    title: `${credential} × good is accepted`,
    needs,
    async run(probe) {
      const answer = await probe.receive(operation.id, (await door.open(probe)).sent)
      answer.holds('a good credential accepted', letsIn(answer), answer.status)
      if (operation.responses.has(String(answer.status))) probe.judge(operation.id, answer)
    },
  })
}

/** Where nothing is documented of a refusal, callers cannot know how to tell one. */
function documentedCheck(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { operation, credential, needs } = door
  if ([401, 403].some((status) => documentedResponse(operation, status))) return []
  return [
    derived(plan, accessRules.documented, {
      operation,
      title: `its refusal for no ${credential} is documented`,
      needs,
      async run(probe) {
        const { request } = await controlled(probe, door)
        const answer = await probe.receive(operation.id, request)
        answer.holds(
          'a status that the contract documents',
          operation.responses.has(String(answer.status)),
          answer.status,
        )
      },
    }),
  ]
}

function schemeCaseCheck(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { operation, credential, sources, needs } = door
  const carriers = sources.map(({ scheme }) => carrierOf(schemeOf(plan, scheme)))
  if (!carriers.some((carrier) => carrier === 'bearer' || carrier === 'basic')) return []
  return [
    derived(plan, accessRules.schemeCase, {
      operation,
      title: `${credential} is accepted whatever the letter case of its scheme`,
      needs,
      async run(probe) {
        // One request, since a logout or a code that is sent can be asked for once.
        const [request = {}] = damagedRequests(plan, await door.open(probe), otherCase)
        const answer = await probe.receive(operation.id, request)
        answer.holds('a good credential accepted', letsIn(answer), answer.status)
      },
    }),
  ]
}

function halfCheck(plan: Plan, door: OpenedDoor): DerivedCheck {
  return cell(plan, door, accessRules.half, 'half', async (probe, { request, credentials }) => {
    for (const { sent } of credentials) await refused(probe, door, joined(request, sent), refusalsOf(door.operation))
  })
}
