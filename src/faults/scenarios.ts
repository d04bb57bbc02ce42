import { day, hour, minute, second } from '../auth/clock.ts'
import { type Contract, documentedResponse, type Operation } from '../contract/contract.ts'
import type { ScenarioName } from './faults.ts'

/** What the scenarios have to know of an API that its contract does not say. */
export interface ScenarioTargets<OperationId = string, Scheme = string> {
  /** The operations that log somebody in. */
  readonly logins: readonly OperationId[]
  /** Those that set a cookie that their contract does not document. */
  readonly cookies?: readonly OperationId[]
  /** Those that trade a refresh token in. */
  readonly refreshes?: readonly OperationId[]
  /** The schemes among whose credentials are some that expire. */
  readonly expiring?: readonly Scheme[]
  /** What a one-time password is called in the ledger, and where it is redeemed. */
  readonly oneTimePasswords?: { readonly kind: string; readonly redeemedBy: readonly OperationId[] }
  /** Those that a browser comes back to from an identity provider. */
  readonly providerReturns?: readonly OperationId[]
}

/** An API as the scenarios see it. */
export interface ScenarioApi {
  readonly contract: Contract
  readonly scenarioTargets: ScenarioTargets
}

interface Scenario {
  readonly description: string
  /** Its own range of milliseconds, if it takes any; the first is what it has unless told. */
  readonly milliseconds?: readonly [usual: number, least: number, most: number]
  canHappenTo(operation: Operation, api: ScenarioApi): boolean
}

/** Every scenario, with where it can happen. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  'expires-mid-flight': {
    description: 'The credential that a call presents expires just before it is looked at',
    canHappenTo: ({ security }, { scenarioTargets: { expiring = [] } }) =>
      security.some((alternative) => Object.keys(alternative).some((name) => expiring.includes(name))),
  },
  '401-once': {
    description: 'A call is refused with 401 whatever it presents; its credential goes on working',
    canHappenTo: ({ security }) => security.length > 0 && !isOptional(security),
  },
  'refresh-race': {
    description: 'Another refresh with the same refresh token wins just before',
    canHappenTo: ({ id }, { scenarioTargets: { refreshes = [] } }) => refreshes.includes(id),
  },
  'refresh-revoked': {
    description: 'Everything that descends from the login is revoked just before its refresh token is presented',
    canHappenTo: ({ id }, { scenarioTargets: { refreshes = [] } }) => refreshes.includes(id),
  },
  'rate-limited': {
    description: 'The operation answers 429 until its Retry-After is over by the clock of the world',
    milliseconds: [2 * second, second, hour],
    canHappenTo: (operation) => documentedResponse(operation, 429) !== undefined,
  },
  'otp-late': {
    description: 'The one-time password expires just before it is redeemed',
    canHappenTo: ({ id }, { scenarioTargets: { oneTimePasswords } }) =>
      oneTimePasswords?.redeemedBy.includes(id) === true,
  },
  'idp-denied': {
    description: 'The identity provider denies access when the browser comes back from it',
    canHappenTo: ({ id }, { scenarioTargets: { providerReturns = [] } }) => providerReturns.includes(id),
  },
  'cookie-dropped': {
    description:
      'A cookie that is set never comes back, and one that is sent never arrives, as if the browser refused it',
    canHappenTo: (operation, { contract, scenarioTargets: { cookies = [] } }) =>
      cookiesOf(operation, contract).length > 0 || cookies.includes(operation.id) || setsCookie(operation),
  },
  'slow-login': {
    description: 'A login takes its time',
    milliseconds: [3 * second, 0, minute],
    canHappenTo: ({ id }, { scenarioTargets: { logins } }) => logins.includes(id),
  },
  'clock-skew': {
    description: 'A call is served by a clock five minutes ahead, which its Date and every expiry show',
    milliseconds: [5 * minute, -day, day],
    canHappenTo: () => true,
  },
}

/** The names of the cookies that an operation takes as a credential. */
export function cookiesOf({ security }: Operation, { securitySchemes }: Contract): string[] {
  const schemes = security.flatMap((alternative) => Object.keys(alternative).map((name) => securitySchemes[name]))
  return schemes.flatMap((scheme) => (scheme?.in === 'cookie' && scheme.name !== undefined ? [scheme.name] : []))
}

/** Whether one may come without any credential. */
function isOptional(security: Operation['security']): boolean {
  return security.some((alternative) => Object.keys(alternative).length === 0)
}

function setsCookie({ responses }: Operation): boolean {
  return [...responses].some(([status, { headers }]) => !/^[45]/.test(status) && 'Set-Cookie' in headers)
}
