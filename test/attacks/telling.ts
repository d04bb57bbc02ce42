/** Something that is asked of a server, whose time may tell what the answer does not. */
export interface Asked {
  readonly why: string
  ask(): Promise<unknown>
}

/** What must not be told apart by time: every one is held against the first. */
export interface Subject {
  readonly title: string
  readonly asked: readonly Asked[]
  /** What has to be done before each pair. */
  readonly before?: () => Promise<unknown>
}

/** How well the times of two tell them apart. */
interface Verdict {
  /** The chance that one of the second takes longer than one of the first; 0.5 is guessing. */
  readonly auc: number
  /** Between the medians, in milliseconds. */
  readonly gap: number
}

/** Nobody who measures answers may tell better than this. */
const limits = { auc: [0.4, 0.6], gap: 5 } as const

export function isTelling({ auc, gap }: Verdict): boolean {
  return auc < limits.auc[0] || auc > limits.auc[1] || gap > limits.gap
}

/** One of each in turn, the first of a pair by chance, so that both meet the same weather; what comes before a pair is not measured. */
export async function compare(
  rounds: number,
  first: Asked,
  second: Asked,
  before: () => Promise<unknown> = async () => {},
): Promise<Verdict> {
  const [left, right]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    await before()
    const pair = [
      () => measure(first).then((took) => left.push(took)),
      () => measure(second).then((took) => right.push(took)),
    ]
    for (const one of Math.random() < 0.5 ? pair : pair.reverse()) await one()
  }
  return { auc: auc(left, right), gap: Math.abs(median(left) - median(right)) }
}

async function measure({ ask }: Asked): Promise<number> {
  const begun = performance.now()
  await ask()
  return performance.now() - begun
}

/** Mann and Whitney's U over all pairs. */
function auc(left: readonly number[], right: readonly number[]): number {
  const wins = right.map(
    (one) => left.filter((other) => one > other).length + left.filter((other) => one === other).length / 2,
  )
  return wins.reduce((sum, win) => sum + win, 0) / (left.length * right.length)
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.trunc(values.length / 2)] ?? 0
}
