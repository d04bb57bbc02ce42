import type { Operation } from '../../contract/contract.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { hookedRules } from './hooked-rules.ts'
import { opened } from './opened-doors.ts'
import { loginOf, passwordWays } from './password-ways.ts'
import type { Plan } from './plan.ts'
import type { DerivedProbe } from './session.ts'
import { personOf } from './sources.ts'

/** A request that succeeds while the data are there. */
interface GoodRequest {
  readonly operation: Operation
  readonly needs: readonly Need[]
  get(probe: DerivedProbe): Promise<Sent>
}

/** What a server without its data says to requests that are good. */
export function outageChecks(plan: Plan): readonly DerivedCheck[] {
  return goodRequests(plan).map(({ operation, needs, get }) =>
    derived(plan, hookedRules.outage, {
      operation,
      title: 'without its data it lets nobody in',
      needs: ['outage', ...needs],
      async run(probe) {
        const request = await inconclusively(() => get(probe))
        const at = (await probe.hooks.outage?.()) ?? ''
        if (saysSo(plan, operation)) await probe.send(operation.id, 503, { ...request, at })
        else {
          const answer = await probe.receive(operation.id, { ...request, at })
          answer.holds('a refusal while the data cannot be reached', answer.status >= 400, answer.status)
        }
      },
    }),
  )
}

/** Whether a fact says that it answers 503. */
function saysSo(plan: Plan, operation: Operation): boolean {
  return operation.responses.has('503') && plan.facts(hookedRules.outage.id, operation).length > 0
}

/** To logins, to protected operations, and to those whose facts say what they answer. */
function goodRequests(plan: Plan): readonly GoodRequest[] {
  const logins = passwordWays(plan).map((login): GoodRequest => {
    const { operation, needs } = login
    return { operation, needs, get: async (probe) => loginOf(plan, login, probe, personOf(probe.people, 'ordinary')) }
  })
  const closed = plan.doors
    .flatMap((door) => opened(plan, door).slice(0, 1))
    .map(
      ({ operation, needs, open }): GoodRequest => ({
        operation,
        needs,
        get: async (probe) => (await open(probe)).sent,
      }),
    )
  const open = plan.open
    .filter((operation) => saysSo(plan, operation))
    .map(
      (operation): GoodRequest => ({
        operation,
        needs: [],
        get: async ({ people }) => plan.request(operation, people),
      }),
    )
  const all = [...logins, ...closed, ...open]
  return all.filter(({ operation }, at) => all.findIndex((each) => each.operation === operation) === at)
}
