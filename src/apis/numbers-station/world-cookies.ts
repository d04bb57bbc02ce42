import type { Parsed } from '../../auth/authorization.ts'
import { cookieValues, onlyCookie } from '../../auth/cookies.ts'
import { isOfAnotherWorld, newWorldSecret } from '../../auth/world-secret.ts'
import type { NumbersContext } from './handlers.ts'

type World = Pick<NumbersContext, 'keys' | 'place'>

/** The value of a new cookie of this world. */
export function newCookieValue({ keys, place, random }: World & Pick<NumbersContext, 'random'>): string {
  return newWorldSecret(random, keys.derive('cookies'), place.world)
}

/**
 * The cookie of that name which is not of another world. At a host of its own the API has the path `/` in the default
 * world, whose cookies go to every other world, too; two of this world are malformed all the same.
 */
export function readWorldCookie(
  context: World & Pick<NumbersContext, 'fields'>,
  name: string,
): Parsed<string> | 'foreign' {
  const { keys, place, fields } = context
  const key = keys.derive('cookies')
  const values = cookieValues(fields, name)
  const ours = values.filter((value) => !isOfAnotherWorld(value, key, place.world))
  return values.length > 0 && ours.length === 0 ? 'foreign' : onlyCookie(ours)
}
