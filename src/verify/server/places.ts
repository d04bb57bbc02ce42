import type { Hooks } from '../../conformance/hooks.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { waitingClock } from '../hooks/waiting-clock.ts'

/** Where one check is run. */
export interface Place {
  /** Where the API stands there. */
  readonly url: string
  readonly hooks: Hooks
  /** Whether it is for one check alone, so that nothing of others counts there. */
  readonly isOwn?: true
  /** Leaves nothing behind. */
  close(): Promise<void>
}

/** Where the checks are run. */
export interface Places {
  /** The address that stands for all of them, in reports and to be reached before anything is run. */
  readonly base: string
  /** The hooks that every place has. */
  readonly hooks: ReadonlySet<keyof Hooks>
  /** Whether each check has a world of its own. */
  readonly hasWorlds: boolean
  /** Puts them into a known state before the first check. */
  begin(): Promise<void>
  next(): Promise<Place>
}

/** One server for all checks, which share what is on it. */
export function onePlace(url: string): Places {
  const next = async () => ({ url, hooks: {}, close: async () => undefined })
  return { base: url, hooks: new Set(), hasWorlds: false, begin: async () => undefined, next }
}

/** The same places with the owner's hooks, which go before those that are there. */
export function withHooks(places: Places, own: Hooks): Places {
  const names = (Object.keys(own) as (keyof Hooks)[]).filter((name) => own[name])
  return {
    ...places,
    hooks: new Set([...places.hooks, ...names]),
    begin: () => resetOnce(own),
    next: async () => {
      const place = await places.next()
      return { ...place, hooks: { ...place.hooks, ...own } }
    },
  }
}

/** Where nothing moves the time on, checks may wait for it to pass. */
export function withWaiting(
  places: Places,
  { wait, signal }: { readonly wait?: number | undefined; readonly signal?: AbortSignal | undefined },
): Places {
  if (wait === undefined || places.hooks.has('advanceClock')) return places
  return {
    ...places,
    hooks: new Set([...places.hooks, 'advanceClock']),
    next: async () => {
      const place = await places.next()
      return { ...place, hooks: { ...place.hooks, advanceClock: waitingClock(wait, signal) } }
    },
  }
}

/** Whoever was there before may have left something; a reset that fails now would fail after every check. */
async function resetOnce({ reset }: Hooks): Promise<void> {
  await reset?.().catch((error: Error) => {
    throw new CannotVerify(`Before the first check: ${error.message}`, { cause: error })
  })
}
