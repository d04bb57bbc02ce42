import { counted } from '../verify/reports/words.ts'
import { type Call, isSame } from './call.ts'
import { type ClientRule, deviates, notShown, passed } from './verdict.ts'

/** Clocks and timers round, so that this much too early is as told. */
const tolerance = 100

export const waitsAsTold: ClientRule = {
  id: 'waits-as-told',
  says: 'A call that was answered 429 or 503 with `Retry-After` is not sent again before that time has passed.',
  rfcs: ['RFC 9110, 10.2.3', 'RFC 6585, 4'],
  clauses: [],
  judge({ calls, usual }) {
    const told = calls.filter((call) => waitOf(call) !== undefined)
    if (told.length === 0) return notShown('no call was told to wait')
    const kinds = [...Map.groupBy(told, ({ target }) => target).values()]
    const retried = kinds.map((each) => retriesOf(each, calls, usual)).filter(({ extra }) => extra > 0)
    const early = retried.find(({ inTime, most }) => inTime.length > most)
    if (early) {
      const { first, inTime, wait } = early
      const next = inTime[early.most] ?? first
      return deviates(`${inSeconds(next.began - first.ended)} instead of ${inSeconds(wait)}`, [first, next])
    }
    if (retried.length === 0) return notShown('no call was sent again')
    return passed(
      `${counted(retried.length, 'wait')} as long as told`,
      retried.map(({ first }) => first),
    )
  },
}

/** Calls that are the same, of which some were told to wait; the client makes some of them anyway. */
function retriesOf(told: readonly Call[], calls: readonly Call[], usual: readonly Call[]) {
  const [first] = told as readonly [Call]
  const wait = waitOf(first) ?? 0
  const same = calls.filter((call) => isSame(call, first))
  const anyway = usual.filter((call) => isSame(call, first)).length
  const after = same.filter(({ began }) => began >= first.ended)
  return {
    first,
    wait,
    extra: same.length - anyway,
    inTime: after.filter(({ began }) => began < first.ended + wait - tolerance),
    // Without a retry, no more of them could follow.
    most: Math.max(0, anyway - (same.length - after.length)),
  }
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}

/** In milliseconds; our own server writes seconds. */
function waitOf({ status, observed }: Call): number | undefined {
  const field = observed.headers['Retry-After']
  return (status === 429 || status === 503) && field !== undefined ? Number(field) * 1_000 : undefined
}
