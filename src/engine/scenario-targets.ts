import type { ScenarioTargets } from '../faults/scenarios.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Where an own API issues credentials: by the ways of its contract, and at token endpoints. */
interface Issuing {
  readonly ways: readonly ServedWay[]
  /** The schemes whose credentials are looked up. */
  readonly enforced: readonly string[]
  readonly tokenEndpoints: readonly string[]
  /** Whether token endpoints issue refresh tokens. */
  readonly hasRefreshTokens: boolean
}

/** What the scenarios have to know of an own API. */
export function scenarioTargetsOf(issuing: Issuing): ScenarioTargets {
  const { ways, enforced, tokenEndpoints, hasRefreshTokens } = issuing
  const logins = calledBy(ways, 'obtain')
  const withCookie = ways.filter(({ cookie }) => cookie !== undefined)
  return {
    logins: [...logins, ...tokenEndpoints],
    refreshes: [
      ...calledBy(
        ways.filter(({ life }) => life.refresh.rotation === 'always'),
        'renew',
      ),
      ...(hasRefreshTokens ? tokenEndpoints : []),
    ],
    cookies: [...calledBy(withCookie, 'obtain'), ...calledBy(withCookie, 'renew')],
    expiring: enforced,
    providerReturns: ways.flatMap(({ redirect }) => redirect?.callback ?? []),
  }
}

/** The operations that the ways name for one of their calls. */
function calledBy(ways: readonly ServedWay[], call: 'obtain' | 'renew'): readonly string[] {
  return [...new Set(ways.flatMap((way) => way[call]?.operationId ?? []))]
}
