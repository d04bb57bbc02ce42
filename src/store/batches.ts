/** How many values one statement takes; its text, and so its plan, is the same however many are asked for. */
const size = 100

/** The places of a batch in a statement, the first of them `$first`. */
export function batchPlaces(first: number): string {
  return Array.from({ length: size }, (_, at) => `$${first + at}`).join(', ')
}

/** Lists of exactly so many values, the last one filled up with nulls, which equal nothing. */
export function batchesOf(values: readonly string[]): (string | null)[][] {
  const count = Math.ceil(values.length / size)
  return Array.from({ length: count }, (_, at) =>
    Array.from({ length: size }, (_, index) => values[at * size + index] ?? null),
  )
}
