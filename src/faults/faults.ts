export type FaultKind = 'latency' | 'status' | 'drop' | 'scenario' | 'gateway'

/** What can go wrong between a client and its credentials, by name. */
export type ScenarioName =
  | 'expires-mid-flight'
  | '401-once'
  | 'refresh-race'
  | 'refresh-revoked'
  | 'rate-limited'
  | 'otp-late'
  | 'idp-denied'
  | 'cookie-dropped'
  | 'slow-login'
  | 'clock-skew'

/** What a gateway in front of an API answers in its place, or does to its answer. */
export const gatewayFailures = [
  'html-502',
  'html-504',
  'undocumented-500',
  'error-200',
  'redirect',
  'empty-200',
  'cut-json',
  'reset',
  'slow-body',
] as const

export type GatewayFailure = (typeof gatewayFailures)[number]

/** What shall go wrong, and with which calls. */
export interface WantedFault {
  readonly api: string
  /** Every one where it can happen, unless given. */
  readonly operation?: string
  readonly kind: FaultKind
  readonly milliseconds?: number
  readonly status?: number
  readonly scenario?: ScenarioName
  readonly failure?: GatewayFailure
  /** Where a redirect leads. */
  readonly location?: string
  /** How many calls it lets through first. */
  readonly skip?: number
  /** Of the calls that it could strike, how many it strikes: above 0, up to 1. */
  readonly share?: number
  /** Only calls that present it, as they send it. */
  readonly credential?: string
  readonly times: number
}

/** A fault that was asked for, and how many calls it is still for. */
export interface Fault extends WantedFault {
  readonly id: string
  readonly remaining: number
}

interface RateLimit {
  readonly until: number
  /** So that a clock set back makes nobody wait longer. */
  readonly length: number
}

const mostFaults = 100

/**
 * What is to go wrong in one world, oldest first. In memory alone: a fault that outlives the server it was tried on
 * would surprise whoever starts it next.
 */
export class Faults {
  readonly #kept = new Map<string, Fault>()
  readonly #limits = new Map<string, RateLimit>()
  #made = 0

  /** Whether nothing can go wrong, which is asked on every request. */
  get isEmpty(): boolean {
    return this.#kept.size === 0 && this.#limits.size === 0
  }

  list(): readonly Fault[] {
    return [...this.#kept.values()]
  }

  /** Undefined if there are too many already. */
  add(wanted: WantedFault): Fault | undefined {
    if (this.#kept.size >= mostFaults) return undefined
    this.#made += 1
    const fault = { ...wanted, id: String(this.#made), remaining: wanted.times }
    this.#kept.set(fault.id, fault)
    return fault
  }

  /** False if there is none of that id. */
  remove(id: string): boolean {
    return this.#kept.delete(id)
  }

  clear(): void {
    this.#kept.clear()
    this.#limits.clear()
  }

  /** Takes one call of a fault; of simultaneous ones no more get it than it is for. `chance` is from 0 up to 1. */
  claim(id: string, chance: () => number): boolean {
    const fault = this.#kept.get(id)
    if (!fault) return false
    const { skip = 0, share = 1 } = fault
    if (skip > 0) {
      this.#kept.set(id, { ...fault, skip: skip - 1 })
      return false
    }
    if (share < 1 && chance() >= share) return false
    const remaining = fault.remaining - 1
    if (remaining > 0) this.#kept.set(id, { ...fault, remaining })
    else this.#kept.delete(id)
    return true
  }

  /** Refuses every call of that name until so many milliseconds have passed. */
  limit(name: string, now: number, length: number): void {
    this.#limits.set(name, { until: now + length, length })
  }

  /** How long calls of that name are refused, in milliseconds; 0 if they are not. */
  limitOf(name: string, now: number): number {
    const { until, length } = this.#limits.get(name) ?? { until: now, length: 0 }
    if (until <= now) this.#limits.delete(name)
    return Math.max(0, Math.min(until - now, length))
  }
}
