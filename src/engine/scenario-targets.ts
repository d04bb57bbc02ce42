import type { ScenarioTargets } from '../faults/scenarios.ts'
import { codeKind } from './actions/one-time-passwords.ts'
import type { EngineContract } from './engine-contract.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Where credentials are issued that only an own API has. */
interface Issuing {
  /** The schemes whose credentials are looked up. */
  readonly enforced: readonly string[]
  readonly tokenEndpoints: readonly string[]
  /** Whether token endpoints issue refresh tokens. */
  readonly hasRefreshTokens: boolean
}

/** What the scenarios have to know of an API. */
export function scenarioTargetsOf(engine: EngineContract, issuing: Partial<Issuing> = {}): ScenarioTargets {
  const { ways } = engine
  const { enforced = expiringIn(engine), tokenEndpoints = [], hasRefreshTokens = false } = issuing
  const codeLogins = calledBy(ways.filter(takesCode), 'obtain')
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
    ...(codeLogins.length > 0 && { oneTimePasswords: { kind: codeKind, redeemedBy: codeLogins } }),
  }
}

/** The schemes of ways whose credentials expire. */
function expiringIn({ ways }: EngineContract): readonly string[] {
  const expiring = ways.filter(
    ({ life }) => life.credential.lifetime !== undefined || life.credential.idle !== undefined,
  )
  return [...new Set(expiring.map(({ scheme }) => scheme))]
}

function takesCode({ inputMeanings }: ServedWay): boolean {
  return [...inputMeanings.values()].includes('one-time-password')
}

/** The operations that the ways name for one of their calls. */
function calledBy(ways: readonly ServedWay[], call: 'obtain' | 'renew'): readonly string[] {
  return [...new Set(ways.flatMap((way) => way[call]?.operationId ?? []))]
}
