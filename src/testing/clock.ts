import { type Control, told } from './control.ts'

/** A world's time. */
export interface WorldClock {
  now(): Promise<Date>
  /** Moves it on by so many seconds; back with a negative number. */
  advance(seconds: number): Promise<Date>
  /** Stops it, at a moment if one is given. */
  freeze(at?: Date): Promise<Date>
  /** Lets it run on from where it stands. */
  run(): Promise<Date>
  set(now: Date): Promise<Date>
}

export function clockOf(control: Control): WorldClock {
  const moment = async (asking: Promise<{ readonly now: string }>) => new Date((await asking).now)
  const change = (body: { now?: string; frozen?: boolean }) => moment(told(control.PATCH('/clock', { body })))
  return {
    now: () => moment(told(control.GET('/clock'))),
    advance: (seconds) => moment(told(control.POST('/clock/advance', { body: { seconds } }))),
    freeze: (at) => change({ frozen: true, ...(at && { now: at.toISOString() }) }),
    run: () => change({ frozen: false }),
    set: (now) => change({ now: now.toISOString() }),
  }
}
