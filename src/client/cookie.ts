import { cookieIn } from '../ways/evaluate.ts'
import type { ClientScheme } from './ways.ts'

/** The cookie of a scheme that an answer sets, as an output. */
export function cookieOf({ headers }: Response, { in: place, name = '' }: ClientScheme): Record<string, string> {
  const cookie = place === 'cookie' && cookieIn(headers, name)
  return cookie ? { cookie } : {}
}
