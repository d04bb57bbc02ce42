import { setTimeout as sleep } from 'node:timers/promises'
import type { Hooks } from '../../conformance/hooks.ts'

/** A check wanted to wait for longer than it may. */
export class WaitsTooLong extends Error {
  override readonly name = 'WaitsTooLong'
  /** For how many seconds it would have waited by then. */
  readonly seconds: number

  constructor(seconds: number) {
    super(`A wait of ${seconds} s in all is longer than --wait allows`)
    this.seconds = seconds
  }
}

/** Stands in for the hook `advanceClock`: lets at most so many seconds pass for each check, and throws {@link WaitsTooLong} before more. */
export function waitingClock(most: number, signal?: AbortSignal): NonNullable<Hooks['advanceClock']> {
  let left = most
  return async (seconds) => {
    if (seconds > left) throw new WaitsTooLong(most - left + seconds)
    left -= seconds
    // Timers may fire a millisecond early.
    await sleep(seconds * 1_000 + 5, undefined, { signal })
  }
}
