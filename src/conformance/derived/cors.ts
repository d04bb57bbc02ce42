import type { Operation } from '../../contract/contract.ts'
import { setOf } from '../header-lists.ts'
import { allowListChecks } from './allow-list.ts'
import { proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { origins } from './http-rules.ts'
import type { Plan } from './plan.ts'
import { preflightsAre } from './preflights.ts'

const foreign = ['Origin', 'https://app.example'] as const

/** What pages of other origins may do: what `x-cors` promises, and what no server should allow. */
export function corsChecks(plan: Plan): readonly DerivedCheck[] {
  const [door] = plan.doors
  if (!door) return []
  const { 'x-cors': declared } = plan.contract.document
  const byPolicy = {
    any: () => [anyPage(plan, door.operation), preflight(plan)],
    'allow-list': () => allowListChecks(plan),
  }
  return [reflection(plan, door.operation), ...(byPolicy[declared?.origins as 'any']?.() ?? [])]
}

function reflection(plan: Plan, operation: Operation): DerivedCheck {
  return derived(plan, origins.reflection, {
    title: 'a page of any origin is not allowed to call with cookies',
    async run(probe) {
      const request = plan.request(operation, probe.people)
      const answer = await probe.receive(operation.id, { ...request, headers: [...(request.headers ?? []), foreign] })
      proves(answer, 'no failure of the server', answer.status < 500)
      const isReflected = setOf(answer, 'access-control-allow-origin').has(foreign[1])
      const allows = setOf(answer, 'access-control-allow-credentials').has('true')
      answer.holds('no Access-Control-Allow-Credentials for a reflected origin', !(isReflected && allows), 'true')
    },
  })
}

function anyPage(plan: Plan, operation: Operation): DerivedCheck {
  return derived(plan, origins.anyPage, {
    title: 'any page may call, and reads refusals, without cookies',
    async run(probe) {
      const request = plan.request(operation, probe.people)
      const answer = await probe.receive(operation.id, { ...request, headers: [...(request.headers ?? []), foreign] })
      const granted = setOf(answer, 'access-control-allow-origin')
      answer.holds('the origin allowed', granted.has('*') || granted.has(foreign[1]), [...granted].join(', '))
      if (plan.contract.cors.credentials) return
      answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
    },
  })
}

function preflight(plan: Plan): DerivedCheck {
  return derived(plan, origins.preflight, {
    title: 'a preflight grants the methods of the path and the documented headers',
    run: (probe) => preflightsAre(plan, probe, foreign[1]),
  })
}
