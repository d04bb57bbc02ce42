import type { WireAnswer } from '../../conformance/http.ts'

/** What a server does that answers 429, and what there is to do about it. */
export function slowedDown({ headers }: WireAnswer): string {
  const seconds = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  const wait = seconds !== undefined && /^\d{1,9}$/.test(seconds) ? `wait ${seconds} s` : 'wait'
  return `slows this client down (429) after too many failures: ${wait} or start it anew`
}
