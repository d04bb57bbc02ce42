/** The present, in milliseconds since the epoch. Logic never asks the machine: it is handed one of these. */
export type Clock = () => number

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** The first and the last moment whose year has four digits. */
const writable = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')] as const

/** A moment in UTC, `2027-01-01T00:00:00.000Z` (RFC 3339, 5.6); one that cannot be written so as the nearest that can. */
export function iso(moment: number): string {
  return new Date(Math.min(Math.max(moment, writable[0]), writable[1])).toISOString()
}
