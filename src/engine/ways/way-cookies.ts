import { second } from '../../auth/clock.ts'
import { type CookieAttributes, serialiseCookie } from '../../auth/cookies.ts'
import type { Context } from '../../served/api.ts'
import { expressionOf, readResponseExpression } from '../../ways/expressions.ts'
import type { Given } from './claim.ts'
import type { IssuedByWay } from './issue.ts'
import type { ServedWay } from './way-rules.ts'

type Carried = 'credential' | 'refresh'

/** Of a cookie without an end: as long as browsers keep one at most (RFC 6265bis, 5.5). */
const longest = 400 * 86_400

/** The cookies that a login sets. */
export function setCookies(issued: readonly IssuedByWay[], given: Given, context: Context): string[] {
  return issued.flatMap((each) =>
    [...cookiesOf(each.way)].flatMap(([name, carried]) => {
      const { plain, secret } = each[carried] ?? {}
      if (plain === undefined || !secret) return []
      const maxAge = secret.expires === undefined ? longest : Math.round((secret.expires - secret.issued) / second)
      return serialiseCookie(name, plain, { ...attributesOf(each.way, given, context), maxAge })
    }),
  )
}

/** The same cookies, taken back. */
export function expiredCookies(ways: readonly ServedWay[], given: Given, context: Pick<Context, 'place'>): string[] {
  const byName = new Map(ways.flatMap((way) => [...cookiesOf(way).keys()].map((name) => [name, way] as const)))
  return [...byName].map(([name, way]) =>
    serialiseCookie(name, '', { ...attributesOf(way, given, context), maxAge: 0 }),
  )
}

/** The cookie that carries the credential of a scheme, taken back. */
export function expiredCookie(ways: readonly ServedWay[], context: Pick<Context, 'place'>): string | undefined {
  const way = ways.find(({ cookie }) => cookie !== undefined)
  return way?.cookie && serialiseCookie(way.cookie, '', { ...attributesOf(way, {}, context), maxAge: 0 })
}

/** A login says for itself whether its cookie has to work on pages of other sites. */
function attributesOf(
  { life: { cookie } }: ServedWay,
  given: Given,
  { place: { mount } }: Pick<Context, 'place'>,
): Omit<CookieAttributes, 'maxAge'> {
  const { sameSite = 'lax' } = cookie
  const isCrossSite = given['cross-site'] === undefined ? sameSite === 'none' : given['cross-site'] === 'true'
  return { path: mount || '/', crossSite: isCrossSite, ...(sameSite === 'strict' && { strict: true }) }
}

/** By name, what the cookies of a way carry: that of its scheme, and those that are declared as outputs. */
function cookiesOf({ outputs = {}, outputMeanings, cookie }: ServedWay): ReadonlyMap<string, Carried> {
  const declared = Object.entries(outputs).flatMap(([name, output]) => {
    const part = readResponseExpression(expressionOf(output))
    const meaning = outputMeanings.get(name)
    const carries = meaning === 'credential' || meaning === 'refresh'
    return part?.in === 'cookie' && carries ? [[part.name, meaning] as const] : []
  })
  return new Map([...(cookie === undefined ? [] : [[cookie, 'credential'] as const]), ...declared])
}
