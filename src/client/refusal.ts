import { isObject } from '../ways/evaluate.ts'
import type { Refusals } from './ways.ts'

/** What a client error says of the request or the moment, and not of the credential. */
const neverRefusals: ReadonlySet<number> = new Set([407, 408, 421, 425, 429])

/** Whether an answer is the API's own no: a documented status in the documented form. A page of a proxy is an outage. */
export function isRefusal(
  refusals: Refusals = {},
  { error, response }: { readonly error?: unknown; readonly response: Response },
): boolean {
  const { status } = response
  if (status < 400 || status > 499 || neverRefusals.has(status)) return false
  const name = [String(status), '4XX', 'default'].find((documented) => Object.hasOwn(refusals, documented))
  const members = name && refusals[name]
  if (!name || !members) return name !== undefined && !isPage(response)
  return isObject(error) && members.every((name) => Object.hasOwn(error, name))
}

/** Whether an answer is a page for people, as proxies and gateways send. */
export function isPage({ headers }: Response): boolean {
  return /^\s*text\/html\b/i.test(headers.get('Content-Type') ?? '')
}
