import { counted } from '../verify/reports/words.ts'
import { type Call, isSame, isSentAfter, isSuccess, isUnauthorized } from './call.ts'
import { bringers, nothingRefused, refusedCalls } from './refusals.ts'
import { type ClientRule, deviates, notShown, type Observation, passed } from './verdict.ts'

/** Renewals that a refusal led to; without any, logins that followed one. */
function answersTo(refused: readonly Call[], { calls }: Observation): readonly Call[] {
  const [first] = refused
  const after = bringers(calls).filter(({ began }) => first && began >= first.ended)
  const renewals = after.filter(({ deed }) => deed === 'renew')
  return renewals.length > 0 ? renewals : after
}

export const oneRenewal: ClientRule = {
  id: 'one-renewal',
  says: 'However many calls are refused at once, one renewal follows for all of them.',
  rfcs: ['RFC 9700, 4.14.2'],
  clauses: [],
  judge(observation) {
    const refused = refusedCalls(observation)
    if (refused.length === 0) return notShown(nothingRefused)
    const renewals = answersTo(refused, observation)
    const [first] = renewals
    if (!first) return notShown('nothing was renewed after the refusal')
    const number = (all: readonly Call[]) => all.filter(({ deed }) => deed === first.deed).length
    // Some clients renew or log in anyway.
    const extra = number(observation.calls) - number(observation.usual)
    const said = `${counted(extra, 'renewal')} more than usual after ${counted(refused.length, 'refused call')}`
    if (extra > 1) return deviates(said, [...refused, ...renewals])
    const atOnce = refused.filter(({ credential }) => credential === refused[0]?.credential)
    return atOnce.length > 1
      ? passed(said, [...refused, ...renewals])
      : notShown('no two calls with one credential were refused at once')
  },
}

export const renewsAndGoesOn: ClientRule = {
  id: 'renews-and-goes-on',
  says: 'A call that is refused because its credential expired succeeds with a new one.',
  rfcs: ['RFC 6750, 3.1'],
  clauses: [],
  judge(observation) {
    const refused = refusedCalls(observation)
    if (refused.length === 0) return notShown(nothingRefused)
    const renewals = answersTo(refused, observation)
    if (renewals.length === 0) return notShown('nothing was renewed after the refusal')
    const repeated = refused.flatMap((call) => repetitionsOf(call, observation))
    const [good] = repeated.filter(isSuccess)
    const calls = [...refused, ...renewals, ...repeated]
    if (good) return passed(`the call succeeded again after ${counted(renewals.length, 'renewal')}`, calls)
    return repeated.length === 0
      ? notShown('the refused call was not sent again')
      : deviates(`a renewal, and then ${repeated.map(({ status }) => status ?? 'no answer').join(', ')}`, calls)
  },
}

/** The later calls of the same target with another credential. */
function repetitionsOf(call: Call, { calls }: Observation): readonly Call[] {
  return calls.filter(
    ({ target, began, credential }) => target === call.target && began >= call.ended && credential !== call.credential,
  )
}

export const bodyKept: ClientRule = {
  id: 'body-kept',
  says: 'A call that is sent again after a renewal has the body that it had.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const { usual } = observation
    const bodiesOf = (call: Call) => usual.filter((each) => isSame(each, call)).map(({ body }) => body)
    const refused = refusedCalls(observation).filter((call) => bodiesOf(call).some((body) => body !== ''))
    if (refused.length === 0) return notShown('no call with a body was refused with 401')
    const again = refused.flatMap((call) => repetitionsOf(call, observation).slice(0, 1))
    if (again.length === 0) return notShown('no refused call with a body was sent again')
    const wrong = again.filter((call) => !bodiesOf(call).includes(call.body))
    const shown = [...refused, ...(wrong.length > 0 ? wrong : again)]
    return wrong.length > 0
      ? deviates(`a body of ${wrong[0]?.body.length ?? 0} characters that is another one`, shown)
      : passed(`${counted(again.length, 'repetition')} with the same body`, shown)
  },
}

export const oldCredentialForgotten: ClientRule = {
  id: 'old-credential-forgotten',
  says: 'Once a call succeeded with the new credential, the old one is not sent again.',
  rfcs: [],
  clauses: [],
  judge(observation) {
    const [refused] = refusedCalls(observation)
    if (!refused) return notShown(nothingRefused)
    const { calls } = observation
    const renewal = bringers(calls).find((call) => call.began >= refused.ended && isSuccess(call))
    if (!renewal) return notShown('nothing was renewed after the refusal')
    const first = calls.find(
      (call) =>
        call.deed === 'call' &&
        isSuccess(call) &&
        call.began >= renewal.ended &&
        call.credential !== undefined &&
        call.credential !== refused.credential,
    )
    if (!first) return notShown('no call succeeded with a new credential')
    const later = calls.filter((call) => call.deed === 'call' && isSentAfter(call, first.ended))
    const [old] = later.filter(({ credential }) => credential === refused.credential)
    if (old) return deviates('a call with the old credential', [refused, renewal, first, old])
    return later.length === 0
      ? notShown('no further call was sent')
      : passed(`${counted(later.length, 'later call')} with the new credential`, [refused, renewal, first, ...later])
  },
}

export const refreshSentOnce: ClientRule = {
  id: 'refresh-sent-once',
  says: 'What one renews by is sent once, if it was replaced or refused then.',
  rfcs: ['RFC 6749, 6', 'RFC 9700, 4.14.2'],
  clauses: [],
  judge({ calls }) {
    const renewals = calls.filter(({ deed }) => deed === 'renew')
    if (renewals.length === 0) return notShown('nothing was renewed')
    const groups = [...Map.groupBy(renewals, ({ refresh }) => refresh).values()]
    const twice = groups.find((each) => each.length > 1 && each.some(wasUsedUp))
    if (twice) return deviates(`the same one ${twice.length} times`, twice)
    return passed(`${counted(renewals.length, 'renewal')}, none by what was used up`, renewals)
  },
}

/** A refresh token that no rotation replaces stays good; a server that had other trouble took nothing. */
function wasUsedUp({ status, brings, refresh }: Call): boolean {
  if (status !== undefined && status >= 400 && status < 500 && status !== 429) return true
  return brings !== undefined && brings !== refresh
}

export const failedRenewalEnds: ClientRule = {
  id: 'failed-renewal-ends',
  says: 'A renewal that is refused ends in a login or an error: neither it nor the dead credential is tried over and over.',
  rfcs: ['RFC 6749, 5.2'],
  clauses: [],
  judge({ calls, usual }) {
    const failed = calls.find(({ deed, status = 0 }) => deed === 'renew' && status >= 400 && status < 500)
    if (!failed) return notShown('no renewal was refused')
    const later = calls.filter(({ began }) => began >= failed.ended)
    const again = later.filter(({ deed, refresh }) => deed === 'renew' && refresh === failed.refresh)
    if (again.length > 0)
      return deviates(`the refused renewal, ${counted(again.length, 'time')} more`, [failed, ...again])
    const refused = later.filter((call) => call.deed === 'call' && isUnauthorized(call))
    const mostCalls = usual.filter(({ deed }) => deed === 'call').length
    if (refused.length > Math.max(1, mostCalls))
      return deviates(`${counted(refused.length, 'refused call')} after it`, [failed, ...refused])
    const logins = later.filter(({ deed }) => deed === 'obtain')
    const usualLogins = usual.filter(({ deed }) => deed === 'obtain').length
    if (logins.length > Math.max(1, usualLogins)) return deviates(counted(logins.length, 'login'), [failed, ...logins])
    return passed(`${counted(logins.length, 'login')} after it, and no second try`, [failed, ...later])
  },
}
