import { hour, second } from '../auth/clock.ts'
import { type Contract, type Operation, readContract } from '../contract/contract.ts'
import { faultProblem } from '../faults/fault-kinds.ts'
import type { GatewayFailure, WantedFault } from '../faults/faults.ts'
import type { Api } from '../served/api.ts'
import { waysOf } from '../ways/found.ts'
import { endedIsForgotten, logoutSucceeds, noSecretInAddress, stateAndVerifier, wrongClockTolerated } from './always.ts'
import {
  bodyKept,
  failedRenewalEnds,
  oldCredentialForgotten,
  oneRenewal,
  refreshSentOnce,
  renewsAndGoesOn,
} from './renewing.ts'
import { attemptsBounded, noRenewalLoop, oneRetry } from './repeating.ts'
import { nothingSentElsewhere, renewalSurvivesTrouble, troubleIsNoRefusal } from './trouble.ts'
import type { ClientRule } from './verdict.ts'
import { waitsAsTold } from './waiting.ts'

/** What a client is run in: a world in which something goes wrong, and what its traffic is judged by. */
export interface Situation {
  /** Unique and stable, in kebab case; the client reads it as `LATCHKEY_SITUATION`. */
  readonly id: string
  /** What goes wrong, in a sentence. */
  readonly says: string
  readonly faults: readonly WantedFault[]
  /** What goes wrong as soon as a call was refused with 401, since a login may be at the same operation as a renewal. */
  readonly onRefusal?: readonly WantedFault[]
  /** How far the server's clock is ahead of the client's, in milliseconds. */
  readonly skew?: number
  readonly rules: readonly ClientRule[]
}

/** An API as the situations see it. */
export interface Terrain {
  readonly api: Api
  readonly contract: Contract
  /** Operations that want a credential, and do nothing else with it. */
  readonly calls: readonly Operation[]
  readonly logins: readonly Operation[]
  readonly renewals: readonly Operation[]
  /** Where a redirect leads that no client must follow with its credential. */
  readonly elsewhere: string
}

/** Reads which operations of an API do what. */
export function terrainOf(api: Api, elsewhere: string): Terrain {
  const contract = readContract(api.document)
  const ways = waysOf(contract.document)
  const named = (ids: readonly (string | undefined)[]) => contract.operations.filter(({ id }) => ids.includes(id))
  const logins = named(ways.flatMap(({ obtain, redirect }) => [obtain?.operationId, redirect?.operationId]))
  const renewals = named(ways.map(({ renew }) => renew?.operationId))
  const ends = named(ways.map(({ end }) => end?.operationId))
  const others = new Set([...logins, ...renewals, ...ends])
  const calls = contract.operations.filter((each) => each.security.length > 0 && !others.has(each))
  return { api, contract, calls, logins, renewals, elsewhere }
}

/** Where nothing goes wrong; it is run first, since the others are compared with it. */
export const usualSituation: Situation = {
  id: 'usual',
  says: 'Nothing goes wrong.',
  faults: [],
  rules: [noSecretInAddress, refreshSentOnce, endedIsForgotten, logoutSucceeds, stateAndVerifier],
}

const forever = 10_000

/** Milliseconds in which a client has renewed. */
const late = 500

/** Every situation that the contract has a place for. */
export function situationsFor(terrain: Terrain): readonly Situation[] {
  const { calls, logins, renewals } = terrain
  const fault = wanting(terrain)
  const expiry = fault([undefined], { kind: 'scenario', scenario: 'expires-mid-flight', times: 1 })
  const withBody = calls.filter(({ requestBody }) => requestBody !== undefined)
  const limit = { kind: 'scenario', scenario: 'rate-limited', milliseconds: second, times: 1 } as const
  const found: readonly Situation[] = [
    {
      id: 'expired',
      says: 'The credential expires just before its first use.',
      faults: expiry,
      rules: [renewsAndGoesOn, oneRenewal, oneRetry, oldCredentialForgotten, refreshSentOnce],
    },
    {
      id: 'expired-late',
      says: 'The credential expires, and the refusal of a second call comes when the first was renewed.',
      // Two, since one of them may be the repetition of the first.
      faults: both(expiry, fault(calls, { kind: 'latency', milliseconds: late, skip: 1, times: 2 })),
      rules: [oneRenewal],
    },
    {
      id: 'expired-with-body',
      says: 'The credential expires just before a call that has a body.',
      faults: fault(withBody, { kind: 'scenario', scenario: 'expires-mid-flight', times: 1 }),
      rules: [bodyKept],
    },
    {
      id: 'refused-always',
      says: 'Every call is refused with 401, whatever it presents.',
      faults: fault(calls, { kind: 'scenario', scenario: '401-once', times: forever }),
      rules: [noRenewalLoop],
    },
    {
      id: 'renewal-refused',
      says: 'The credential expires, and everything that descends from its login was revoked.',
      faults: both(expiry, fault(renewals, { kind: 'scenario', scenario: 'refresh-revoked', times: forever })),
      rules: [failedRenewalEnds],
    },
    {
      id: 'too-many-calls',
      says: 'A call is answered 429 and told to wait a second.',
      faults: fault(calls, limit),
      rules: [waitsAsTold],
    },
    {
      id: 'too-many-logins',
      says: 'A login is answered 429 and told to wait a second.',
      faults: fault(logins, limit),
      rules: [waitsAsTold],
    },
    {
      id: 'unavailable',
      says: 'A call is answered 503.',
      faults: fault(calls, { kind: 'status', status: 503, times: 1 }),
      rules: [waitsAsTold, troubleIsNoRefusal],
    },
    {
      id: 'down',
      says: 'Every call is answered 502 by a gateway.',
      faults: fault(calls, { kind: 'gateway', failure: 'html-502', times: forever }),
      rules: [attemptsBounded],
    },
    ...troubles.map(({ failure, says }) => ({
      id: `call-${failure}`,
      says: `A call ${says}.`,
      faults: fault(calls, gateway(failure, terrain)),
      rules: failure === 'redirect' ? [nothingSentElsewhere, troubleIsNoRefusal] : [troubleIsNoRefusal],
    })),
    ...troubles
      .filter(({ isLost }) => isLost)
      .map(({ failure, says }) => ({
        id: `renewal-${failure}`,
        says: `The credential expires, and its renewal ${says}.`,
        faults: renewals.length === 0 ? [] : expiry,
        onRefusal: fault(renewals, gateway(failure, terrain)),
        rules: failure === 'redirect' ? [nothingSentElsewhere, renewalSurvivesTrouble] : [renewalSurvivesTrouble],
      })),
    {
      id: 'login-redirect',
      says: 'A login is redirected to another host.',
      faults: fault(logins, gateway('redirect', terrain)),
      rules: [nothingSentElsewhere],
    },
  ]
  const clocks: readonly Situation[] = [
    clock('clock-ahead', 'The clock of the server is an hour ahead.', hour),
    clock('clock-behind', 'The clock of the server is an hour behind.', -hour),
  ]
  return [...found.filter(({ faults }) => faults.length > 0), ...clocks]
}

function clock(id: string, says: string, skew: number): Situation {
  return { id, says, faults: [], skew, rules: [wrongClockTolerated] }
}

/** What a gateway does; `isLost`: the request never reached the API. */
const troubles: readonly { readonly failure: GatewayFailure; readonly says: string; readonly isLost: boolean }[] = [
  { failure: 'html-502', says: 'is answered 502 with a page by a gateway', isLost: true },
  { failure: 'error-200', says: 'is answered 200 with an error by a gateway', isLost: true },
  { failure: 'redirect', says: 'is redirected to another host', isLost: true },
  { failure: 'empty-200', says: 'is answered 200 without a body', isLost: false },
  { failure: 'cut-json', says: 'is answered with half of its body', isLost: false },
  { failure: 'reset', says: 'is cut off in the middle of its answer', isLost: false },
]

type Wanted = Omit<WantedFault, 'api' | 'operation'>

function gateway(failure: GatewayFailure, { elsewhere }: Terrain): Wanted {
  return { kind: 'gateway', failure, times: 1, ...(failure === 'redirect' && { location: elsewhere }) }
}

/** Faults of one kind for operations where they can happen; undefined means all of an API. */
function wanting({ api, contract }: Terrain) {
  const scenarioApi = { contract, scenarioTargets: api.scenarioTargets }
  return (operations: readonly (Operation | undefined)[], wanted: Wanted): readonly WantedFault[] =>
    operations
      .map((operation): WantedFault => ({ ...wanted, api: api.id, ...(operation && { operation: operation.id }) }))
      .filter((each) => faultProblem(each, scenarioApi) === undefined)
}

/** What makes sense only together. */
function both(...parts: readonly (readonly WantedFault[])[]): readonly WantedFault[] {
  return parts.some(({ length }) => length === 0) ? [] : parts.flat()
}

/** Every situation that an API has a place for. */
export function situationsOf(api: Api): readonly Situation[] {
  return [usualSituation, ...situationsFor(terrainOf(api, 'http://elsewhere.invalid/'))]
}
