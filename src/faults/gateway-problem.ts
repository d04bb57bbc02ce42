import { minute } from '../auth/clock.ts'
import { gatewayFailures, type WantedFault } from './faults.ts'
import { outside } from './outside.ts'

/** Why a gateway fault makes no sense; undefined if it does. */
export function gatewayProblem({ failure, location, milliseconds }: WantedFault): string | undefined {
  if (failure === undefined)
    return `A fault of the kind "gateway" needs a "failure"; there are ${gatewayFailures.join(', ')}`
  if (location !== undefined && failure !== 'redirect') return `"${failure}" takes no "location"; "redirect" does`
  if (location !== undefined && !isAddress(location))
    return `"location" must be an address of http or https without a user name; it is "${location}"`
  if (milliseconds === undefined) return undefined
  if (failure !== 'slow-body') return `"${failure}" takes no "milliseconds"; "slow-body" does`
  return outside(failure, milliseconds, 1, minute)
}

function isAddress(location: string): boolean {
  const url = URL.parse(location)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
