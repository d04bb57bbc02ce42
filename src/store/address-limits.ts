import { hour } from '../auth/clock.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { RateLimit, RateLimits } from './rate-limits.ts'

/** What costs work or reaches a person, by the setting that says how often one network address may cause it within an hour. */
type AddressLimit = 'passwordsPerAddress' | 'signUpsPerAddress' | 'messagesPerAddress'

export type Throttled = Extract<Refusal, { refusal: 'throttled' }>

interface Caused<Name extends AddressLimit> {
  readonly address: string
  readonly settings: Readonly<Record<Name, number>>
}

export function perAddress<Name extends AddressLimit>(name: Name, { address, settings }: Caused<Name>): RateLimit {
  return { what: name, name: address, most: settings[name], span: hour }
}

/** Counts one more for the network address; the refusal if it has reached its limit. */
export async function countFor<Name extends AddressLimit>(
  name: Name,
  { store, ...caused }: Caused<Name> & { readonly store: { readonly rateLimits: RateLimits } },
): Promise<Throttled | undefined> {
  const retryAfter = await store.rateLimits.take([perAddress(name, caused)])
  return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : undefined
}
