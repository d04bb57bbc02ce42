import { day, hour, minute, second } from '../auth/clock.ts'

const units: readonly (readonly [number, string])[] = [
  [day, 'd'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
]

/** A length of time as people say it: `3 s`, `12 min`, `2 h 5 min`. */
export function span(milliseconds: number): string {
  const at = units.findIndex(([size]) => milliseconds >= size)
  if (at < 0) return 'less than a second'
  const [size, name] = units[at] ?? [second, 's']
  const [smaller, smallerName] = units[at + 1] ?? [0, '']
  const rest = smaller > 0 ? Math.trunc((milliseconds % size) / smaller) : 0
  return `${Math.trunc(milliseconds / size)} ${name}${rest > 0 ? ` ${rest} ${smallerName}` : ''}`
}

/** How long ago a moment is, or how far ahead: a clock can be set back. */
export function ago(moment: number, now: number): string {
  return now >= moment ? `${span(now - moment)} ago` : `${span(moment - now)} ahead`
}
