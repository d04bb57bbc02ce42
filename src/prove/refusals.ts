import { type Call, isUnauthorized } from './call.ts'
import type { Observation } from './verdict.ts'

/** Why a rule of refusals was not shown. */
export const nothingRefused = 'no call was refused with 401'

/** What brings a new credential. */
export function bringers(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ deed }) => deed === 'renew' || deed === 'obtain')
}

/** The calls that were refused for their credential, and that one could renew after. */
export function refusedCalls({ calls }: Observation): readonly Call[] {
  return calls.filter((call) => call.deed === 'call' && call.credential !== undefined && isUnauthorized(call))
}
