import type { components } from '../../generated/sandbox/schema.ts'
import { type Clock, iso } from '../auth/clock.ts'

/** What came of the files of an API when they were last read again, as the control API shows it. */
export type Reload = components['schemas']['Reload']

/** What there is to say of files that were read again: served, or refused, so that the API is served as before. */
export type ReloadNews = Pick<Reload, 'outcome' | 'text'>

const longest = 2_000

export function reloadOf({ outcome, text }: ReloadNews, clock: Clock): Reload {
  return { at: iso(clock()), outcome, text: text.trim().slice(0, longest) || outcome }
}
