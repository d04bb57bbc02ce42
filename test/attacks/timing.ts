import { startTestServer } from '../house.ts'
import { type Login, logins, tryLogin } from './logins.ts'
import type { Place } from './place.ts'
import { type RefusedLogin, refusedLogins } from './refused-logins.ts'

/** How many times each pair is measured. */
const rounds = Number(process.env.LATCHKEY_TIMING_ROUNDS ?? 200)

/** Nobody who measures answers may tell better than this why a login was refused; 0.5 is guessing. */
const limits = { auc: [0.4, 0.6], gap: 5 } as const

interface Verdict {
  readonly auc: number
  /** Between the medians, in milliseconds. */
  readonly gap: number
}

async function measure(place: Place, login: Login, { username, password }: RefusedLogin): Promise<number> {
  const begun = performance.now()
  await tryLogin(place, login, username, password)
  return performance.now() - begun
}

/** One of each in turn, the first of a pair by chance, so that both meet the same weather. */
async function compare(place: Place, login: Login, known: RefusedLogin, other: RefusedLogin): Promise<Verdict> {
  const [left, right]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const pair = [
      () => measure(place, login, known).then((took) => left.push(took)),
      () => measure(place, login, other).then((took) => right.push(took)),
    ]
    for (const one of Math.random() < 0.5 ? pair : pair.reverse()) await one()
  }
  return { auc: auc(left, right), gap: Math.abs(median(left) - median(right)) }
}

/** The chance that one of the right takes longer than one of the left (Mann and Whitney's U over all pairs). */
function auc(left: readonly number[], right: readonly number[]): number {
  const wins = right.map(
    (one) => left.filter((other) => one > other).length + left.filter((other) => one === other).length / 2,
  )
  return wins.reduce((sum, win) => sum + win, 0) / (left.length * right.length)
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.trunc(values.length / 2)] ?? 0
}

function isTelling({ auc, gap }: Verdict): boolean {
  return auc < limits.auc[0] || auc > limits.auc[1] || gap > limits.gap
}

const house = await startTestServer()
let telling = 0
process.stdout.write(`AUC   gap/ms  against a wrong password, ${rounds} pairs each\n`)
for (const login of logins) {
  const { place, refused } = await refusedLogins(house, login)
  const [known, ...others] = refused
  for (const other of known ? others : []) {
    const verdict = await compare(place, login, known as RefusedLogin, other)
    if (isTelling(verdict)) telling++
    process.stdout.write(
      `${verdict.auc.toFixed(3)} ${verdict.gap.toFixed(2).padStart(6)}  ${login.title}: ${other.why}${isTelling(verdict) ? '  TELLS' : ''}\n`,
    )
  }
}
await house.stop()
process.exitCode = telling > 0 ? 1 : 0
