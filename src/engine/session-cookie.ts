import type { Parsed } from '../auth/authorization.ts'
import type { Context, Reading } from '../served/api.ts'
import type { Caller } from './caller.ts'
import type { Carrier, Presented } from './carrier.ts'
import { expiredCookie } from './ways/way-cookies.ts'
import type { ServedWay } from './ways/way-rules.ts'
import { isForeignCookie, readWorldCookie } from './world-cookies.ts'

/** The cookie of a scheme whose values tell in which world they were issued; undefined where they are of another form. */
function worldCookieOf(ways: readonly ServedWay[]): string | undefined {
  return ways.find(({ cookie, life }) => cookie !== undefined && life.credential.form === 'opaque')?.cookie
}

/** What a request carries for a scheme; of several cookies that tell their world, the one of this world. */
export function presentedBy(ways: readonly ServedWay[], carrier: Carrier, context: Context): Parsed<Presented> {
  const cookie = worldCookieOf(ways)
  if (cookie === undefined) return carrier({ fields: context.fields, search: context.place.search })
  const value = readWorldCookie(context, cookie)
  return value === 'missing' || value === 'malformed' ? value : { texts: [value] }
}

const ofAnotherWorld = { is: 'foreign', what: 'session cookie', of: 'world' } as const

/** A cookie of another world counts as missing, and one that is dead here is taken back with the refusal. */
export function cookieReading(
  ways: readonly ServedWay[],
  reading: Reading<Caller>,
  sent: Parsed<Presented>,
  context: Context,
): Reading<Caller> {
  if (!('fault' in reading) || sent === 'missing') return reading
  const [text = ''] = sent === 'malformed' ? [] : sent.texts
  if (worldCookieOf(ways) !== undefined && !reading.found && isForeignCookie(context, text))
    return { fault: 'missing', finding: ofAnotherWorld }
  const cookie = expiredCookie(ways, context)
  return cookie === undefined ? reading : { ...reading, headers: { 'Set-Cookie': cookie } }
}
