import type { Parsed } from '../auth/authorization.ts'
import { cookieValues, onlyCookie } from '../auth/cookies.ts'
import { isOfAnotherWorld, newWorldSecret } from '../auth/world-secret.ts'
import type { Context } from '../served/api.ts'

type World = Pick<Context, 'keys' | 'place'>

/** The value of a new cookie of this world. */
export function newCookieValue({ keys, place, random }: World & Pick<Context, 'random'>): string {
  return newWorldSecret(random, keys.derive('cookies'), place.world)
}

/**
 * The cookie of that name which is not of another world. At a host of its own the API has the path `/` in the default
 * world, whose cookies go to every other world, too; two of this world are malformed all the same. One that comes alone is
 * not judged: few are of another world, and the ledger does not know those.
 */
export function readWorldCookie(context: World & Pick<Context, 'fields'>, name: string): Parsed<string> {
  const values = cookieValues(context.fields, name)
  if (values.length < 2) return onlyCookie(values)
  const ours = values.filter((value) => !isForeignCookie(context, value))
  return onlyCookie(ours.length === 0 ? values.slice(0, 1) : ours)
}

/** Whether a cookie that is unknown here was issued in another world. */
export function isForeignCookie({ keys, place }: World, value: string): boolean {
  return isOfAnotherWorld(value, keys.derive('cookies'), place.world)
}
