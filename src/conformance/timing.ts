import type { Answer } from './answer.ts'

/** Two requests that nobody may tell apart by how long their answers take. */
interface Pair {
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

/**
 * Throws a Deviation if the answers take so differently long that one of the two is known by it. By pairs, one right
 * after the other and each first in turn, so that what else the machine does strikes both alike: eight that look
 * suspicious, twenty that are set apart, eight more. Simulated, times of one heavy-tailed distribution come through all
 * three less than once in 10,000 runs, 2 ms against 30 with a stall in every twentieth answer 999 times in 1,000.
 */
export async function takeEquallyLong(pair: Pair, now: Now = () => performance.now()): Promise<void> {
  if (ratioOf(await measure(pair, 8, now)) < factor) return
  const times = await measure(pair, 20, now)
  if (!areSetApart(times) || ratioOf(times) < factor) return
  if (ratioOf(await measure(pair, 8, now)) >= factor) await convict(pair, times)
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

/** Whether three quarters of the times of one are longer than three quarters of the other's; stalls are in the last. */
function areSetApart({ known, unknown }: Times): boolean {
  return quantile(known, 0.25) > quantile(unknown, 0.75) || quantile(unknown, 0.25) > quantile(known, 0.75)
}

/** The slower median over the faster one. */
function ratioOf({ known, unknown }: Times): number {
  const ratio = median(known) / median(unknown)
  return Math.max(ratio, 1 / ratio)
}

function median(times: readonly number[]): number {
  return quantile(times, 0.5)
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0
}
