import type { Operation } from '../../contract/contract.ts'
import { lists, setOf } from '../header-lists.ts'
import { filledPath } from '../request.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { origins } from './http-rules.ts'
import type { Plan } from './plan.ts'

const foreign = ['Origin', 'https://app.example'] as const

/** What pages of other origins may do: what `x-cors` promises, and what no server should allow. */
export function corsChecks(plan: Plan): readonly DerivedCheck[] {
  const [door] = plan.doors
  if (!door) return []
  const { 'x-cors': declared } = plan.contract.document
  const isForAll = declared?.origins === 'any'
  return [reflection(plan, door.operation), ...(isForAll ? [anyPage(plan, door.operation), preflight(plan)] : [])]
}

function reflection(plan: Plan, operation: Operation): DerivedCheck {
  return derived(plan, origins.reflection, {
    title: 'a page of any origin is not allowed to call with cookies',
    async run(probe) {
      const request = plan.request(operation, probe.people)
      const answer = await probe.receive(operation.id, { ...request, headers: [...(request.headers ?? []), foreign] })
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
  const { operations, cors } = plan.contract
  const asked = [...new Map(plan.doors.map(({ operation }) => [operation.path, operation])).values()]
  return derived(plan, origins.preflight, {
    title: 'a preflight grants the methods of the path and the documented headers',
    async run(probe) {
      for (const { path } of asked) {
        const own = operations.filter((each) => each.path === path)
        const [first] = own
        if (!first) continue
        const request = plan.request(first, probe.people)
        const { method } = own.find((each) => each.method !== 'GET') ?? first
        const headers = [
          foreign,
          ['Access-Control-Request-Method', method],
          [
            'Access-Control-Request-Headers',
            cors.requestHeaders
              .map((name) => name.toLowerCase())
              .sort()
              .join(),
          ],
        ] as const
        const answer = await probe.ask('OPTIONS', filledPath(path, request), [204, 200], { headers })
        lists(answer, 'access-control-allow-methods', /^(GET|HEAD|POST)$/.test(method) ? [] : [method.toLowerCase()])
        const simple = ['accept', 'accept-language', 'content-language']
        const documented = cors.requestHeaders.map((name) => name.toLowerCase())
        lists(
          answer,
          'access-control-allow-headers',
          documented.filter((name) => !simple.includes(name)),
        )
        const granted = setOf(answer, 'access-control-allow-origin')
        answer.holds(
          'a Vary that names Origin',
          granted.has('*') || setOf(answer, 'vary').has('origin'),
          answer.all('vary'),
        )
      }
    },
  })
}
