/** Sizes in characters, each four times the one before it. */
const sizes = [4_000, 16_000, 64_000] as const

/** Four times the text may take about four times the work. This is more than a measurement is off, and not the sixteen of what is quadratic. */
const mostGrowth = 6

/** The same for large texts, whose memory V8 collects on other threads while the clock of the process runs. */
const mostGrowthOfLarge = 8

/** So many microseconds are far above the grain of the clock. */
const enough = 200

/** How often a size is measured at most. The least counts, since all else that goes on only adds to it. */
const mostRounds = 30

/** Prepares the reading of a text; what is measured is running it. */
export type Reading = (text: string) => () => unknown

/** Makes a hostile text of about so many characters. */
export type Fill = (size: number) => string

/**
 * How many times the work of reading grows too much, in CPU time, as a text gets four times as long; undefined if it does
 * not. Where memory takes a step, as when an array gets too large for the young generation, the next four times tell; what is
 * quadratic grows there, too.
 */
export async function excessOf(reading: Reading, fill: Fill): Promise<number | undefined> {
  const [small, large, largest] = sizes
  if ((await growthBetween(reading(fill(small)), reading(fill(large)))) < mostGrowth) return undefined
  const growth = await growthBetween(reading(fill(large)), reading(fill(largest)))
  return growth < mostGrowthOfLarge ? undefined : growth
}

async function growthBetween(short: () => unknown, long: () => unknown): Promise<number> {
  const repeats = Math.max(1, Math.ceil((enough / Math.max(1, await costOf(short, 3))) * 3))
  let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < mostRounds; round++) {
    least = Math.min(least, await costOf(short, repeats))
    most = Math.min(most, await costOf(long, repeats))
    if (round > 0 && most / least < mostGrowth) break
  }
  return most / least
}

/** Microseconds of CPU that this process takes; waiting for others is no part of it. */
async function costOf(run: () => unknown, repeats: number): Promise<number> {
  const before = process.cpuUsage()
  for (let count = 0; count < repeats; count++) {
    const running = run()
    if (running instanceof Promise) await running
  }
  const { user, system } = process.cpuUsage(before)
  return user + system
}
