import { counted } from '../verify/reports/words.ts'
import type { Call, Deed } from './call.ts'
import { type ClientRule, deviates, notShown, type Observation, passed } from './verdict.ts'

/** What a client did because of trouble that was no refusal. */
const drastic: readonly Deed[] = ['obtain', 'renew', 'end']

function struck({ calls }: Observation, deed: Deed): Call | undefined {
  return calls.find((call) => call.observed.fault !== undefined && call.deed === deed)
}

/** More of what it does anyway, or none. */
function excess({ calls, usual }: Observation, since: Call, deeds: readonly Deed[]): readonly Call[] {
  const later = calls.filter(({ began, deed }) => began >= since.ended && deeds.includes(deed))
  const all = calls.filter(({ deed }) => deeds.includes(deed)).length
  const before = usual.filter(({ deed }) => deeds.includes(deed)).length
  return all > before ? later : []
}

export const troubleIsNoRefusal: ClientRule = {
  id: 'trouble-is-no-refusal',
  says: 'An answer that no API gave is no refusal: it leads to no renewal, login or logout, and the credential is kept.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const trouble = struck(observation, 'call')
    if (!trouble) return notShown('no call met the trouble')
    const [first] = excess(observation, trouble, drastic)
    if (first) return deviates(`a call to ${first.operation} after it`, [trouble, first])
    const later = observation.calls.filter(({ began, deed }) => deed === 'call' && began >= trouble.ended)
    const bare = later.find(
      (call) => call.credential === undefined && !observation.usual.some((each) => isBare(each, call)),
    )
    if (bare) return deviates('a call without the credential after it', [trouble, bare])
    return passed(`no login, renewal or logout after it, and ${counted(later.length, 'call')}`, [trouble, ...later])
  },
}

function isBare({ target, credential }: Call, call: Call): boolean {
  return target === call.target && credential === undefined
}

export const renewalSurvivesTrouble: ClientRule = {
  id: 'renewal-survives-trouble',
  says: 'A renewal that never reached the API has lost nothing: it leads to no login and no logout.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const trouble = struck(observation, 'renew')
    if (!trouble) return notShown('no renewal met the trouble')
    const [first] = excess(observation, trouble, ['obtain', 'end'])
    if (first) return deviates(`a call to ${first.operation} after it`, [trouble, first])
    const later = observation.calls.filter(({ began }) => began >= trouble.ended)
    return passed(`neither login nor logout after it, and ${counted(later.length, 'call')}`, [trouble, ...later])
  },
}

export const nothingSentElsewhere: ClientRule = {
  id: 'nothing-sent-elsewhere',
  says: 'A redirect to another host is sent neither the credential nor the body of a login.',
  rfcs: ['RFC 9110, 15.4'],
  clauses: ['CWE-522', 'CWE-601'],
  judge({ calls, elsewhere }) {
    const redirected = calls.filter(({ observed }) => observed.fault?.startsWith('redirect'))
    if (redirected.length === 0) return notShown('no call was redirected')
    const secrets = redirected.flatMap(({ credential = '' }) => credential.split(/[\s=]+/)).filter(isLong)
    // A login or a renewal has a secret in its body.
    const isSecretBody = redirected.some(({ deed }) => deed !== 'call')
    const told = elsewhere.find((request) => {
      const text = [request.url, ...request.headers.map(([, value]) => value), request.body].join('\n')
      return (isSecretBody && request.body !== '') || secrets.some((secret) => text.includes(secret))
    })
    if (told) return deviates(`${told.method} ${new URL(told.url).host} with what only the API may know`, redirected)
    return passed(`${counted(elsewhere.length, 'request')} to the other host, without a secret`, redirected)
  },
}

/** Shorter words may be anywhere. */
function isLong({ length }: string): boolean {
  return length > 7
}
