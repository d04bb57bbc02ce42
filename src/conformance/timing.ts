import type { Answer } from './answer.ts'

/** Two requests that nobody may tell apart by how long their answers take. */
export interface Pair {
  known(): Promise<Answer>
  unknown(): Promise<Answer>
  /** Puts things right between two pairs, unmeasured. */
  between?(): Promise<unknown>
}

/** Milliseconds of a clock that only runs on. */
type Now = () => number

interface Times {
  readonly known: readonly number[]
  readonly unknown: readonly number[]
}

/** By what factor the medians have to differ; less is no use to anyone over a network. */
const factor = 1.5
/** How often one of the two has to be the slower, of all ways to compare their times. */
const share = 0.8

/**
 * Throws a Deviation if the answers take so differently long that one of the two is known by it. By pairs, one right
 * after the other and each first in turn, so that what else the machine does strikes both alike. Ten pairs come first,
 * and thirty more twice, each by themselves, where those before are suspicious: times of one distribution come to that
 * share over thirty pairs once in 16,000 (it deviates by 0.075), and so twice in a row once in 10^8.
 */
export async function takeEquallyLong(pair: Pair, now: Now = () => performance.now()): Promise<void> {
  if (ratioOf(await measure(pair, 10, now)) < factor) return
  for (let round = 0; round < 2; round++) {
    const times = await measure(pair, 30, now)
    if (!isTelling(times)) return
    if (round === 1) await convict(pair, times)
  }
}

async function convict({ unknown }: Pair, times: Times): Promise<never> {
  const [known, other] = [times.known, times.unknown].map((each) => `${median(each).toFixed(1)} ms`)
  const last = await unknown()
  return last.differs('answers that take equally long', `medians of ${known} where it is known and ${other} where not`)
}

async function measure({ known, unknown, between }: Pair, pairs: number, now: Now): Promise<Times> {
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let count = 0; count < pairs; count++) {
    const steps = [
      async () => times.known.push(await timed(known, now)),
      async () => times.unknown.push(await timed(unknown, now)),
    ]
    for (const step of count % 2 ? steps : steps.toReversed()) await step()
    await between?.()
  }
  return times
}

async function timed(request: () => Promise<Answer>, now: Now): Promise<number> {
  const start = now()
  await request()
  return now() - start
}

function isTelling(times: Times): boolean {
  const slower = times.known.flatMap((one) => times.unknown.map((other) => Number(one > other)))
  const known = slower.reduce((sum, each) => sum + each, 0) / slower.length
  return Math.max(known, 1 - known) >= share && ratioOf(times) >= factor
}

/** The slower median over the faster one. */
function ratioOf({ known, unknown }: Times): number {
  const ratio = median(known) / median(unknown)
  return Math.max(ratio, 1 / ratio)
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
