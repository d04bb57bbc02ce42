import { millisecondsOf } from '../../ways/duration.ts'
import type { Answer } from '../answer.ts'
import { type SetCookie, setCookieOf } from '../header-fields.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { isDead, type Login, loggedIn, loginsOf } from './logins.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'
import { ended, type Held, obtained, requestOf, successOf } from './session.ts'
import { personOf } from './sources.ts'

const shared = { section: 'B', severity: 'advice', tags: ['cookies'], rfcs: [] } as const

const flags: Rule = {
  ...shared,
  id: 'cookie-flags',
  says: 'A session cookie is Secure and HttpOnly.',
  rfcs: ['RFC 6265, 8.3'],
  clauses: ['OWASP ASVS 5.0, 3.3.1', 'OWASP ASVS 5.0, 3.3.4'],
}

const sites: Rule = {
  ...shared,
  severity: 'contract',
  id: 'cookie-same-site',
  says: 'A session cookie has the SameSite that is declared, and a cookie for other sites is Secure, since browsers drop it otherwise.',
  clauses: ['x-lifecycle, cookie.sameSite', 'RFC 6265bis, 5.7'],
}

const lasting: Rule = {
  ...shared,
  id: 'cookie-lasts-as-its-session',
  says: 'A session cookie does not outlast its session.',
  rfcs: ['RFC 6265, 4.1.2.2'],
  clauses: ['OWASP ASVS 5.0, 7.3.2'],
}

const takenBack: Rule = {
  ...shared,
  tags: ['cookies', 'revocation'],
  id: 'cookie-taken-back',
  says: 'A logout takes the session cookie back.',
  rfcs: ['RFC 6265, 3.1'],
  clauses: ['OWASP ASVS 5.0, 7.4.1'],
}

const newAtLogin: Rule = {
  ...shared,
  tags: ['cookies', 'revocation'],
  id: 'new-session-at-login',
  says: 'A login never adopts the session that the browser had, and ends it where `replaces` says so.',
  clauses: ['CWE-384', 'OWASP ASVS 5.0, 7.2.4', 'x-lifecycle, cookie.replaces'],
}

/** By how many seconds the end of a cookie may be off: servers round, and time passes while they answer. */
const tolerance = 10

/** What a session cookie has to be. */
export function cookieChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan)
    .filter(({ way }) => way.send === undefined && cookieName(plan, way.scheme) !== '')
    .flatMap((login) => [
      atLogin(plan, login, flags, 'is Secure and HttpOnly', hasFlags),
      atLogin(plan, login, sites, 'is for the declared sites', (cookie, answer) => isForSites(cookie, answer, login)),
      ...crossSite(plan, login),
      ...lifetime(plan, login),
      ...logout(plan, login),
      fresh(plan, login),
    ])
}

function atLogin(
  plan: Plan,
  login: Login,
  rule: Rule,
  title: string,
  judge: (cookie: SetCookie, answer: Answer) => void,
  crossSite?: string,
): DerivedCheck {
  const { way, credential, needs, who } = login
  return derived(plan, rule, {
    operation: plan.find(way.obtain?.operationId ?? ''),
    title: `${credential} × ${title}`,
    needs,
    async run(probe) {
      const overrides = crossSite === undefined ? {} : { 'cross-site': crossSite }
      const { answer } = await inconclusively(() => obtained(probe, plan, way, personOf(probe.people, who), overrides))
      judge(cookieIn(plan, login, answer), answer)
    },
  })
}

function hasFlags({ attributes }: SetCookie, answer: Answer): void {
  const { secure, httponly } = attributes
  answer.holds('a cookie that is Secure and HttpOnly', secure !== undefined && httponly !== undefined, attributes)
}

function isForSites({ attributes }: SetCookie, answer: Answer, { way }: Login): void {
  const { samesite = '', secure } = attributes
  const { sameSite } = way.lifecycle.cookie ?? {}
  if (sameSite) answer.is('SameSite', sameSite, samesite.toLowerCase())
  answer.holds('Secure with SameSite=None', samesite.toLowerCase() !== 'none' || secure !== undefined, attributes)
}

/** An input of the way says that the cookie has to work on pages of other sites. */
function crossSite(plan: Plan, login: Login): readonly DerivedCheck[] {
  if (![...login.way.inputMeanings.values()].includes('cross-site')) return []
  const judge = ({ attributes }: SetCookie, answer: Answer) => {
    answer.is('SameSite', 'none', (attributes.samesite ?? '').toLowerCase())
    answer.holds('Secure with SameSite=None', attributes.secure !== undefined, attributes)
  }
  return [atLogin(plan, login, sites, 'is for other sites where that is asked', judge, 'true')]
}

function lifetime(plan: Plan, login: Login): readonly DerivedCheck[] {
  const seconds = (millisecondsOf(login.way.lifecycle.credential?.lifetime) ?? Number.POSITIVE_INFINITY) / 1_000
  if (!Number.isFinite(seconds)) return []
  const isExact = plan.facts(lasting.id, plan.find(login.way.obtain?.operationId ?? '')).length > 0
  return [
    atLogin(plan, login, lasting, 'lasts as long as its session', (cookie, answer) => {
      const lasts = secondsOf(cookie, answer)
      // Without an end a cookie lasts until the browser is closed.
      const isRight = Number.isFinite(lasts) ? lasts <= seconds + tolerance : !isExact
      answer.holds(
        `a cookie for ${seconds} seconds`,
        isRight && (!isExact || lasts >= seconds - tolerance),
        cookie.attributes,
      )
    }),
  ]
}

function logout(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  if (!way.end) return []
  return [
    derived(plan, takenBack, {
      operation: plan.find(way.end.operationId),
      title: `${credential} × taken back at its end`,
      needs,
      async run(probe) {
        const answer = await ended(probe, plan, await loggedIn(probe, plan, login))
        const cookie = cookieIn(plan, login, answer)
        answer.holds('a cookie that is over', secondsOf(cookie, answer) <= 0, cookie.attributes)
      },
    }),
  ]
}

function fresh(plan: Plan, login: Login): DerivedCheck {
  const { way, credential, needs } = login
  const { obtain } = way
  return derived(plan, newAtLogin, {
    operation: plan.find(obtain?.operationId ?? ''),
    title: `${credential} × of before a login is not adopted`,
    needs,
    async run(probe) {
      const before = await loggedIn(probe, plan, login)
      const planted = { cookie: `${cookieName(plan, way.scheme)}=${'x'.repeat(43)}` }
      const again = async ({ sent }: Pick<Held, 'sent'>) => {
        const operation = plan.find(obtain?.operationId ?? '')
        const request = obtain ? requestOf(plan, obtain, before.known) : {}
        const answer = await probe.send(operation.id, successOf(operation), joined(request, sent))
        return { answer, line: `${cookieName(plan, way.scheme)}=${cookieIn(plan, login, answer).value}` }
      }
      for (const sent of [planted, before.sent]) {
        const { answer, line } = await again({ sent })
        answer.holds('another session', line !== sent.cookie, 'the same')
      }
      await isDead(probe, plan, login, { sent: planted })
      if (way.lifecycle.cookie?.replaces) await isDead(probe, plan, login, before)
    },
  })
}

function cookieName({ contract }: Plan, scheme: string): string {
  const { type, in: where, name = '' } = contract.securitySchemes[scheme] ?? { type: 'http' }
  return type === 'apiKey' && where === 'cookie' ? name : ''
}

/** The last of several of a name is the one that stays. */
function cookieIn(plan: Plan, { way }: Login, answer: Answer): SetCookie {
  const name = cookieName(plan, way.scheme)
  const found = answer
    .all('set-cookie')
    .map(setCookieOf)
    .findLast((cookie) => cookie.name === name)
  return found ?? answer.differs(`a cookie ${name}`, 'none')
}

/** How long a cookie lasts: `Max-Age` before `Expires` (RFC 6265, 5.3); without either until the browser is closed. */
function secondsOf({ attributes }: SetCookie, answer: Answer): number {
  const { 'max-age': maxAge, expires } = attributes
  if (maxAge !== undefined) return Number(maxAge)
  const now = Date.parse(answer.header('date') ?? '') || Date.now()
  return expires === undefined ? Number.POSITIVE_INFINITY : (Date.parse(expires) - now) / 1_000
}
