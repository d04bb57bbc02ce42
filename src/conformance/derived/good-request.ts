import type { Operation } from '../../contract/contract.ts'
import { freshEmail, newcomer } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { membersOf, withMembers } from './body-damage.ts'
import { type Login, loggedIn, loginsOf } from './logins.ts'
import { opened } from './opened-doors.ts'
import type { Plan } from './plan.ts'
import {
  codeRequest,
  codesOf,
  credentialFor,
  needsToRedeem,
  redemptionOf,
  type SendingCodes,
  sentCode,
} from './sending-codes.ts'
import { type DerivedProbe, inputsOf, requestOf } from './session.ts'
import { personOf, type Source, sourcesOf } from './sources.ts'

/** How a request is had that an operation accepts. */
export interface GoodRequest {
  readonly needs: readonly Need[]
  make(probe: DerivedProbe): Promise<Sent>
}

/** A request that an operation accepts: a login, a renewal, one with a good credential, or one that the contract shows. */
export function goodRequest(plan: Plan, operation: Operation): GoodRequest {
  const login = plan.ways.flatMap(({ name, scheme, obtain }) =>
    obtain?.operationId === operation.id ? (sourcesOf(plan, scheme).find(({ way }) => way?.name === name) ?? []) : [],
  )[0]
  if (login) return { needs: login.needs, make: async (probe) => loginRequest(plan, login, probe) }
  const sending = codesOf(plan).find((each) => each.operation === operation)
  // A server may send an address one code only now and then.
  if (sending)
    return {
      needs: sending.needs,
      make: async (probe) => codeRequest(sending, probe, await credentialFor(sending, probe), freshEmail()),
    }
  const redeeming = codesOf(plan).find(({ way }) => way.obtain.operationId === operation.id)
  const toRedeem = redeeming && needsToRedeem(redeeming)
  if (redeeming && toRedeem) return { needs: toRedeem, make: (probe) => codeLogin(redeeming, probe) }
  const renewal = loginsOf(plan).find(({ way }) => way.renew?.operationId === operation.id)
  if (renewal) return { needs: renewal.needs, make: (probe) => renewalRequest(plan, renewal, probe) }
  const [door] = plan.doors.filter((each) => each.operation === operation).flatMap((each) => opened(plan, each))
  if (door) return { needs: door.needs, make: async (probe) => (await door.open(probe)).sent }
  return { needs: [], make: async (probe) => asNewcomer(plan, operation, plan.request(operation, probe.people)) }
}

function loginRequest(plan: Plan, { way }: Source, { people }: DerivedProbe): Sent {
  if (!way?.obtain) return {}
  const inputs = inputsOf(way, people, personOf(people, 'ordinary'))
  return requestOf(plan, way.obtain, { inputs, outputs: {} })
}

/** With a code that was sent for it, since it works once. */
async function codeLogin(sending: SendingCodes, probe: DerivedProbe): Promise<Sent> {
  const { email, code } = await sentCode(sending, probe)
  return redemptionOf(sending, probe, email, code)
}

async function renewalRequest(plan: Plan, login: Login, probe: DerivedProbe): Promise<Sent> {
  const held = await loggedIn(probe, plan, login)
  return held.way.renew ? requestOf(plan, held.way.renew, held.known, held) : {}
}

/** Someone new signs up, since whoever the contract shows may be known already. */
function asNewcomer(plan: Plan, operation: Operation, sent: Sent): Sent {
  const action = plan.actions('register').find((each) => each.operation === operation)?.action
  const members = membersOf(sent)
  if (!action || !members) return sent
  const person = newcomer()
  const fresh = Object.entries(person).flatMap(([name, value]) => {
    const [, member] = /^\$request\.body#\/([^/]+)$/.exec(String(action.account[name])) ?? []
    return member === undefined ? [] : [[member, value] as const]
  })
  return withMembers(sent, { ...members, ...Object.fromEntries(fresh) })
}
