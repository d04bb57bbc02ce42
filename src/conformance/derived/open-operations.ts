import { randomBytes } from 'node:crypto'
import { documentedResponse, type Operation } from '../../contract/contract.ts'
import type { Sent } from '../request.ts'
import { accessRules as rules } from './access-rules.ts'
import { inconclusively, letsIn, proves } from './control.ts'
import { carrierOf } from './damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { goodRequest } from './good-request.ts'
import type { Plan } from './plan.ts'
import { joined, presented } from './presentation.ts'

/** What operations promise that anyone may call. */
export function openChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.open.flatMap((operation) => [openToAll(plan, operation), ...openWithAnything(plan, operation)])
}

/** A login refuses what it is sent here for want of a proof; only a refusal that says so by a challenge counts. */
function isLogin({ ways }: Plan, { id }: Operation): boolean {
  return ways.some(({ obtain, renew }) => [obtain, renew].some((call) => call?.operationId === id))
}

function openToAll(plan: Plan, operation: Operation): DerivedCheck {
  const isProof = isLogin(plan, operation)
  return derived(plan, rules.openToAll, {
    operation,
    title: 'it is open to callers without a credential',
    async run(probe) {
      const answer = await probe.receive(operation.id, plan.request(operation, probe.people))
      const isFailure = answer.status >= 500 && !documentedResponse(operation, answer.status)
      answer.holds('a documented answer to a request that keeps the contract', !isFailure, answer.status)
      proves(answer, 'no failure of the server', answer.status < 500)
      const isRefusal = answer.status === 401 && !operation.responses.has('401') && !isProof
      answer.holds('no refusal for want of a credential', !isRefusal, answer.status)
    },
  })
}

/** Where a credential is optional, one that is wrong may well be refused. */
function openWithAnything(plan: Plan, operation: Operation): readonly DerivedCheck[] {
  const schemes = Object.values(plan.contract.securitySchemes).filter((scheme) => carrierOf(scheme) !== undefined)
  if (operation.security.length > 0 || schemes.length === 0) return []
  const good = goodRequest(plan, operation)
  return [
    derived(plan, rules.openWithAnything, {
      operation,
      title: 'it is open to callers with a credential that is not valid',
      needs: good.needs,
      async run(probe) {
        const asked = async (extra: Sent) =>
          probe.receive(operation.id, joined(await inconclusively(() => good.make(probe)), extra))
        const plain = await asked({})
        proves(plain, 'a request without a credential let in', letsIn(plain))
        for (const scheme of schemes) {
          const answer = await asked(presented(scheme, randomBytes(24).toString('base64url')))
          answer.holds('no refusal for a credential that it does not ask for', letsIn(answer), answer.status)
        }
      },
    }),
  ]
}
