/**
 * The tests have two forms: `npm test` runs a small share of what takes long, `npm run test:full` all of it. Whole tests
 * that only the long form runs have the tag `full`.
 */
/** Whether the tests run in their long form. */
export const isFull = process.env.LATCHKEY_TESTS === 'full'

/** How many of something there are in each form. */
export function amount(counts: { readonly full: number; readonly brief: number }): number {
  return isFull ? counts.full : counts.brief
}

/** All rows of a table, or the first few of them in the brief form. */
export function someOf<Row>(rows: readonly Row[], brief: number): readonly Row[] {
  return isFull ? rows : rows.slice(0, brief)
}
