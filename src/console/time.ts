const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** A length of time in its two largest units: `1 h 59 min`. */
export function duration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1_000))
  const parts = units.flatMap(([unit, seconds]) => {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.slice(0, 2).join(' ') || '0 s'
}

/** A moment to the second, in UTC: `2026-11-23 09:00:00`. */
export function moment(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}

/** The time of day of a moment, to the second, in UTC. */
export function timeOfDay(iso: string): string {
  return iso.slice(11, 19)
}

/** The present of a clock that was read at a moment of this machine. */
export function present(
  { now, frozen, read }: { now: string; frozen: boolean; read: number },
  machine: number,
): number {
  return Date.parse(now) + (frozen ? 0 : machine - read)
}
