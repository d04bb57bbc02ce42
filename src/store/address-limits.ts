import { hour } from '../auth/clock.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { RateLimit } from './rate-limits.ts'

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
