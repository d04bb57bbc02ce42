const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** Milliseconds as people say them: `15 minutes`, `1 hour 30 minutes`. */
export function timeInWords(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'for ever'
  let left = Math.max(1_000, Math.round(milliseconds / 1_000) * 1_000)
  const parts = units.flatMap(([name, length]) => {
    const count = Math.floor(left / length)
    left -= count * length
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
  return parts.slice(0, 2).join(' ')
}
