import { second } from '../../auth/clock.ts'
import { serialiseCookie } from '../../auth/cookies.ts'
import type { Context } from '../../served/api.ts'
import { expressionOf, readResponseExpression } from '../../ways/expressions.ts'
import type { IssuedByWay } from './issue.ts'
import type { ServedWay } from './way-rules.ts'

type Carried = 'credential' | 'refresh'

/** The cookies that a login sets. */
export function setCookies(issued: readonly IssuedByWay[], context: Context): string[] {
  const attributes = attributesIn(context)
  return issued.flatMap((each) =>
    [...cookiesOf(each.way)].flatMap(([name, carried]) => {
      const { plain, secret } = each[carried] ?? {}
      if (plain === undefined || !secret) return []
      const maxAge = Math.round(((secret.expires ?? 0) - secret.issued) / second)
      return serialiseCookie(name, plain, { ...attributes, maxAge })
    }),
  )
}

/** The same cookies, taken back. */
export function expiredCookies(ways: readonly ServedWay[], context: Context): string[] {
  const names = new Set(ways.flatMap((way) => [...cookiesOf(way).keys()]))
  return [...names].map((name) => serialiseCookie(name, '', { ...attributesIn(context), maxAge: 0 }))
}

function attributesIn({ place: { mount } }: Context) {
  return { path: mount || '/', crossSite: false }
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
