const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const units = [365 * day, 30 * day, 7 * day, day, hour, minute, second] as const

const duration =
  /^P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** What a clock can still be moved by: a longer time is never over. */
const longest = 10_000 * 365 * day

/**
 * The milliseconds of a duration of ISO 8601, such as `PT15M`; infinity for `never`, undefined for anything else. A month
 * has 30 days, a year 365.
 */
export function millisecondsOf(text: unknown): number | undefined {
  if (text === 'never') return Number.POSITIVE_INFINITY
  const parts = typeof text === 'string' && duration.exec(text)?.slice(1)
  if (!parts) return undefined
  const sum = parts.reduce((total, part, index) => total + Number(part ?? 0) * (units[index] ?? 0), 0)
  return sum > longest ? Number.POSITIVE_INFINITY : Math.round(sum)
}
