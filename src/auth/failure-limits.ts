import { day, minute, second } from './clock.ts'

/** Failures counted under one key. Times are milliseconds since the epoch. */
export interface Failures {
  readonly count: number
  readonly first: number
  readonly last: number
}

/** How many failures are let through; the rest follows from the numbers of NIST SP 800-63B-4, 5.2.2. */
export interface FailureLimits {
  /** Failures of one name from one address before the waiting begins. */
  readonly failuresPerLogin: number
  /** Failures of one name in a row, from wherever. */
  readonly failuresPerAccount: number
  /** Failures from one address within 15 minutes. */
  readonly failuresPerAddress: number
}

export const defaultFailureLimits: FailureLimits = {
  failuresPerLogin: 5,
  failuresPerAccount: 100,
  failuresPerAddress: 100,
}

/** Failures older than this are forgotten. */
export const failureMemory = day

const longestWait = 900
const addressWindow = 15 * minute

/** What failures are counted under. */
export type FailureScope = 'login' | 'account' | 'address'

/** Seconds to wait before another try under this key makes sense; 0 if it may be made now. */
export function secondsToWait(scope: FailureScope, failures: Failures, limits: FailureLimits, now: number): number {
  const wait = Math.ceil((blockedUntil[scope](failures, limits) - now) / second)
  // A clock can be set back.
  return Math.max(0, Math.min(wait, longestWaits[scope]))
}

/** In seconds. */
const longestWaits: Record<FailureScope, number> = {
  login: longestWait,
  account: failureMemory / second,
  address: addressWindow / second,
}

const never = Number.NEGATIVE_INFINITY

const blockedUntil: Record<FailureScope, (failures: Failures, limits: FailureLimits) => number> = {
  login: ({ count, last }, { failuresPerLogin }) =>
    count < failuresPerLogin ? never : last + Math.min(longestWait, 2 ** (count - failuresPerLogin)) * second,
  account: ({ count, last }, { failuresPerAccount }) => (count < failuresPerAccount ? never : last + failureMemory),
  address: ({ count, first }, { failuresPerAddress }) => (count < failuresPerAddress ? never : first + addressWindow),
}

/** Whether a new failure opens a new window instead of joining the old one. */
export function startsNewWindow(scope: FailureScope, failures: Failures, now: number): boolean {
  return scope === 'address' ? now >= failures.first + addressWindow : now >= failures.last + failureMemory
}
