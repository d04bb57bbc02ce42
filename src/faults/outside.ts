/** Why a number of milliseconds is not one that something takes; undefined if it is. */
export function outside(name: string, value: number | undefined, least: number, most: number): string | undefined {
  if (value !== undefined && value >= least && value <= most) return undefined
  return `"${name}" needs "milliseconds" from ${least} to ${most}`
}
