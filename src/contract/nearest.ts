/** The name that was probably meant; undefined if none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, distance: distanceOf(name.toLowerCase(), each.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  return best && best.distance <= Math.max(2, Math.floor(best.each.length / 3)) ? best.each : undefined
}

/** `; did you mean "…"?` where there is something near, else what there is. */
export function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? `; there are ${known.join(', ')}` : `; did you mean "${near}"?`
}

/** Levenshtein's distance, a row at a time. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [down, letter] of [...one].entries()) {
    const next = [down + 1]
    for (const [across, candidate] of [...other].entries()) {
      const replaced = (row[across] ?? 0) + (letter === candidate ? 0 : 1)
      next.push(Math.min(replaced, (row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
