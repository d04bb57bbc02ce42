import { counted } from '../verify/reports/words.ts'
import { isSame } from './call.ts'
import { bringers, nothingRefused, refusedCalls } from './refusals.ts'
import { type ClientRule, deviates, notShown, type Observation, passed } from './verdict.ts'

/** How often each call is made at most, compared with the usual. */
function storms({ calls, usual }: Observation, factor: number) {
  const groups = Map.groupBy(
    calls.filter(({ deed }) => deed === 'call'),
    ({ target }) => target,
  )
  return [...groups.values()].filter((each) => {
    const [first] = each
    const before = first ? usual.filter((call) => isSame(call, first)).length : 0
    return each.length > factor * Math.max(1, before)
  })
}

export const oneRetry: ClientRule = {
  id: 'one-retry',
  says: 'A call that is refused with 401 is sent once more at most.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const refused = refusedCalls(observation)
    if (refused.length === 0) return notShown(nothingRefused)
    const [storm] = storms(observation, 2)
    if (storm) return deviates(`the same call ${storm.length} times`, storm)
    return passed(`${counted(refused.length, 'refused call')}, each sent at most twice`, refused)
  },
}

export const noRenewalLoop: ClientRule = {
  id: 'no-renewal-loop',
  says: 'A call that is refused with a new credential, too, leads to no further renewal.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const { calls, usual } = observation
    const refused = refusedCalls(observation)
    if (refused.length === 0) return notShown(nothingRefused)
    const [now, before] = [bringers(calls), bringers(usual)]
    const most = before.length + Math.max(1, usual.filter(({ deed }) => deed === 'call').length)
    if (now.length > most)
      return deviates(
        `${counted(now.length, 'login or renewal', 'logins or renewals')}, where ${before.length} are usual`,
        now,
      )
    const [storm] = storms(observation, 2)
    if (storm) return deviates(`the same call ${storm.length} times`, storm)
    return passed(
      `${counted(now.length, 'login or renewal', 'logins or renewals')} for ${counted(refused.length, 'refused call')}`,
      [...refused, ...now],
    )
  },
}

const mostAttempts = 10

export const attemptsBounded: ClientRule = {
  id: 'attempts-bounded',
  says: `A call that goes on failing is given up after at most ${mostAttempts} attempts.`,
  rfcs: [],
  clauses: ['CWE-835'],
  judge(observation) {
    const failing = observation.calls.filter(({ status }) => status === undefined || status >= 500 || status === 429)
    if (failing.length === 0) return notShown('nothing failed')
    const everything = { ...observation, calls: observation.calls.map((call) => ({ ...call, deed: 'call' as const })) }
    const [storm] = storms(everything, mostAttempts)
    if (storm) return deviates(`the same call ${storm.length} times`, storm.slice(0, 2 * mostAttempts))
    return passed(`${counted(failing.length, 'failed call')}, then no more`, failing)
  },
}
