import { counted } from '../verify/reports/words.ts'
import { type Call, isSame, isSentAfter, isSuccess, isUnauthorized } from './call.ts'
import { type ClientRule, deviates, notShown, passed } from './verdict.ts'

export const noSecretInAddress: ClientRule = {
  id: 'no-secret-in-address',
  says: 'No password and no credential is in an address, unless the contract puts it there.',
  rfcs: ['RFC 6750, 5.3', 'RFC 9110, 17.9'],
  clauses: ['CWE-598'],
  judge({ calls }) {
    const known = secretsOf(calls)
    if (known.length === 0) return notShown('no credential was sent')
    const bad = calls.filter((call) => known.some((secret) => undocumentedIn(call).includes(secret)))
    if (bad.length > 0) return deviates('a secret in an address', bad)
    return passed(`${counted(calls.length, 'address', 'addresses')} without a secret`, calls.slice(0, 1))
  },
}

/** What an address has that the contract does not put there: parameters without a name of its, and a path without parameters. */
function undocumentedIn({ observed: { api, operation, place } }: Call): string {
  const schemes = Object.values(api.contract.securitySchemes).filter((scheme) => scheme.in === 'query')
  const documented = operation?.parameters ?? []
  const names = new Set([...schemes, ...documented.filter((each) => each.in === 'query')].map(({ name }) => name))
  const parameters = [...new URLSearchParams(place.search)].filter(([name]) => !names.has(name))
  const hasParameters = documented.some((each) => each.in === 'path')
  return [...(hasParameters ? [] : [decoded(place.path)]), ...parameters.map(([, value]) => value)].join('\n')
}

/** As it is where it cannot be decoded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Values that were sent as a credential in a header, or as a member of a login whose name says that it is a secret. */
function secretsOf(calls: readonly Call[]): readonly string[] {
  const sent = calls.flatMap(({ observed, credential, refresh, body }) => {
    const names = observed.api.secretNames()
    const inBody = [...body.matchAll(/"?([\w.-]+)"?\s*[:=]\s*"?([^"&,}\s]{8,})/g)]
    return [
      ...(credential ?? '').split(/[\s=]+/),
      ...(refresh === undefined ? [] : [refresh]),
      ...inBody.filter(([, name = '']) => names(name)).map(([, , value = '']) => value),
    ]
  })
  return [...new Set(sent)].filter((secret) => secret.length >= 8 && !/^(bearer|basic)$/i.test(secret))
}

export const endedIsForgotten: ClientRule = {
  id: 'ended-is-forgotten',
  says: 'After a logout, what was ended is not sent again, and no login follows by itself.',
  rfcs: [],
  clauses: ['OWASP ASVS 5.0, 7.4.1'],
  judge({ calls }) {
    const ends = calls.filter((call) => call.deed === 'end' && isSuccess(call))
    if (ends.length === 0) return notShown('nothing was logged out')
    for (const end of ends) {
      const later = calls.filter(({ began }) => began >= end.ended)
      const again = later.find(
        (call) =>
          call.deed !== 'obtain' &&
          call.credential === end.credential &&
          end.credential !== undefined &&
          isSentAfter(call, end.ended),
      )
      if (again) return deviates('the ended credential again', [end, again])
      const byItself = loginByItself(later)
      if (byItself.length > 0) return deviates('a login that nobody asked for', [end, ...byItself])
    }
    return passed(`${counted(ends.length, 'logout')}, and nothing of what was ended`, ends)
  },
}

/** A refused call, a login that follows it, and the same call again: no person does that. */
function loginByItself(calls: readonly Call[]): readonly Call[] {
  const refused = calls.find((call) => call.deed === 'call' && isUnauthorized(call))
  const login = refused && calls.find(({ deed, began }) => deed === 'obtain' && began >= refused.ended)
  const repeated = login && calls.find((call) => isSame(call, refused) && call.began >= login.ended)
  return repeated ? [refused, login, repeated] : []
}

export const logoutSucceeds: ClientRule = {
  id: 'logout-ends-it',
  says: 'A logout presents what it ends, so that the server ends it.',
  rfcs: ['RFC 7009, 2'],
  clauses: ['OWASP ASVS 5.0, 7.4.1'],
  judge({ calls }) {
    const ends = calls.filter(({ deed, observed }) => deed === 'end' && observed.fault === undefined)
    if (ends.length === 0) return notShown('nothing was logged out')
    const bad = ends.filter((call) => !isSuccess(call))
    return bad.length > 0
      ? deviates(`a logout that was answered ${bad[0]?.status ?? 'nothing'}`, bad)
      : passed(`${counted(ends.length, 'logout')}, each answered ${ends[0]?.status}`, ends)
  },
}

export const stateAndVerifier: ClientRule = {
  id: 'state-and-verifier',
  says: 'Each authorization request has a state or a PKCE challenge, and what it has is new; each code is redeemed once, with the verifier of its challenge.',
  rfcs: ['RFC 9700, 2.1', 'RFC 9700, 2.1.1', 'RFC 7636, 4.1', 'RFC 6749, 10.12'],
  clauses: [],
  judge({ calls }) {
    const asked = calls.filter(({ observed }) => parametersOf(observed.place.search).get('response_type') === 'code')
    if (asked.length === 0) return notShown('no code was asked for')
    const requests = asked.map(({ observed }) => parametersOf(observed.place.search))
    const wrong = [
      ['without a state and without a challenge', requests.some((each) => !each.get('state') && !isChallenging(each))],
      ['with a state that was used before', hasTwice(requests.map((each) => each.get('state')))],
      ['with a challenge that was used before', hasTwice(requests.map((each) => each.get('code_challenge')))],
    ] as const
    const [found] = wrong.filter(([, isWrong]) => isWrong)
    if (found) return deviates(`a request ${found[0]}`, asked)
    const redeemed = calls.filter(({ body }) => parametersOf(body).get('grant_type') === 'authorization_code')
    const codes = redeemed.map(({ body }) => parametersOf(body))
    if (requests.every(isChallenging) && codes.some((each) => !each.get('code_verifier')))
      return deviates('a code without its verifier', redeemed)
    if (hasTwice(codes.map((each) => each.get('code')))) return deviates('a code twice', redeemed)
    return passed(`${counted(asked.length, 'request')} and ${counted(redeemed.length, 'code')}`, [
      ...asked,
      ...redeemed,
    ])
  },
}

function parametersOf(text: string): URLSearchParams {
  return new URLSearchParams(text)
}

function isChallenging(request: URLSearchParams): boolean {
  return Boolean(request.get('code_challenge'))
}

function hasTwice(values: readonly (string | null)[]): boolean {
  const present = values.filter((value) => value !== null)
  return new Set(present).size < present.length
}

export const wrongClockTolerated: ClientRule = {
  id: 'wrong-clock-tolerated',
  says: 'A server whose clock is an hour away from the client’s is used as before, without renewals on end.',
  rfcs: [],
  clauses: [],
  judge({ calls, usual }) {
    const good = (all: readonly Call[]) => all.filter((call) => call.deed === 'call' && isSuccess(call))
    if (good(usual).length === 0) return notShown('no call succeeded where nothing goes wrong')
    if (good(calls).length === 0) return deviates('no call that succeeds', calls)
    const bringers = calls.filter(({ deed }) => deed === 'obtain' || deed === 'renew')
    const before = usual.filter(({ deed }) => deed === 'obtain' || deed === 'renew').length
    // A client that sees its credential as expired may ask for another one, once.
    if (bringers.length > 2 * Math.max(1, before))
      return deviates(
        `${counted(bringers.length, 'login or renewal', 'logins or renewals')}, where ${before} are usual`,
        bringers,
      )
    return passed(
      `${counted(good(calls).length, 'call')} with ${counted(bringers.length, 'login or renewal', 'logins or renewals')}`,
      good(calls),
    )
  },
}
