import type { Answer } from '../../answer.ts'
import { type SetCookie, setCookieOf } from '../../header-fields.ts'

/** What a cookie is for, as its attributes say (NS-45). */
interface Attributes {
  readonly sameSite: 'Lax' | 'None'
  /** How long it lasts. */
  readonly seconds: number
}

/** How far a cookie's end may be off, in seconds: servers round, and time passes while they answer. */
const tolerance = 10

/** The cookies that an answer sets. */
function cookiesIn(answer: Answer): readonly SetCookie[] {
  return answer.all('set-cookie').map(setCookieOf)
}

/** The cookie of a name that an answer sets; the last of several is the one that stays. */
function setCookie(answer: Answer, name: string): SetCookie {
  return cookiesIn(answer).findLast((cookie) => cookie.name === name) ?? answer.differs(`a cookie ${name}`, 'none')
}

/** `name=value` of a cookie that an answer sets. */
export function sentCookie(answer: Answer, name: string): string {
  return `${name}=${setCookie(answer, name).value}`
}

/** Throws a Deviation if an answer sets a cookie of this name, other than by taking it back. */
export function setsNo(answer: Answer, name: string): void {
  const kept = cookiesIn(answer).filter((cookie) => cookie.name === name && !isOver(cookie, answer))
  answer.is('the cookies', [], kept)
}

/** Throws a Deviation unless an answer sets a cookie with these attributes, in whatever order and spelling. */
export function hasAttributes(answer: Answer, name: string, { sameSite, seconds }: Attributes): void {
  const cookie = setCookie(answer, name)
  const { secure, httponly } = cookie.attributes
  answer.holds('a cookie that is Secure and HttpOnly', secure !== undefined && httponly !== undefined, cookie)
  isForSites(answer, name, sameSite)
  hasMountAsPath(answer, cookie)
  const lasts = secondsOf(cookie, answer)
  answer.holds(`a cookie for ${seconds} seconds`, Math.abs(lasts - seconds) <= tolerance, cookie)
}

/** Throws a Deviation unless an answer takes a cookie back from where it was set. */
export function isTakenBack(answer: Answer, name: string): void {
  const cookie = setCookie(answer, name)
  answer.holds('a cookie that is over', isOver(cookie, answer), cookie)
  hasMountAsPath(answer, cookie)
}

/** Throws a Deviation unless a cookie that an answer sets is one for these sites. */
export function isForSites(answer: Answer, name: string, sameSite: Attributes['sameSite']): void {
  const { samesite = '', secure } = setCookie(answer, name).attributes
  answer.is('SameSite', sameSite.toLowerCase(), samesite.toLowerCase())
  // Browsers drop a cookie for other sites that is not Secure (RFC 6265bis, 5.7).
  answer.holds('Secure beside SameSite=None', sameSite === 'Lax' || secure !== undefined, samesite)
}

function hasMountAsPath(answer: Answer, { attributes: { path } }: SetCookie): void {
  const mount = answer.url.pathname.replace(/\/api\/v\d.*$/, '')
  answer.is('Path', mount || '/', path)
}

function isOver(cookie: SetCookie, answer: Answer): boolean {
  return secondsOf(cookie, answer) <= 0
}

/** How long a cookie lasts: `Max-Age` before `Expires` (RFC 6265, 5.3); without either until the browser is closed. */
function secondsOf({ attributes }: SetCookie, answer: Answer): number {
  const { 'max-age': maxAge, expires } = attributes
  if (maxAge !== undefined) return Number(maxAge)
  return expires === undefined ? Number.POSITIVE_INFINITY : (Date.parse(expires) - answer.date) / 1_000
}
