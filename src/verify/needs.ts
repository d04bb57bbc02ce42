import type { Need } from '../conformance/hooks.ts'
import { isSettingNeed, settingsIn } from '../conformance/setting-table.ts'
import { hasInput, hookOf, isInputNeed } from '../conformance/target.ts'
import type { HookName } from './hooks/hook-table.ts'
import type { NotRun } from './report.ts'
import type { AnyCheck } from './subject.ts'
import type { Halt } from './wire.ts'

/** What is there for the checks. */
export interface Means {
  readonly hooks: ReadonlySet<string>
  readonly mayBeGuessedAt: boolean
  readonly people: object
}

/** What a need is called where it is reported as missing. */
function nameOf(need: Need): string {
  if (need === 'guessing') return '--i-own-this-server'
  return isSettingNeed(need) ? hookOf(need) : need
}

/** Why a check is not run for what it needs; undefined if everything is there. */
export function missingOf({ needs }: AnyCheck, means: Means): NotRun | undefined {
  const missing = needs.filter((need) => !isMet(need, means))
  if (missing.length === 0) return undefined
  const wants = [...new Set(missing.map(nameOf))]
  return { wants, reason: `want ${wants.join(' and ')}` }
}

function isMet(need: Need, { hooks, mayBeGuessedAt, people }: Means): boolean {
  if (need === 'server') return true
  if (need === 'guessing') return mayBeGuessedAt
  return isInputNeed(need) ? hasInput(people, need) : hooks.has(hookOf(need))
}

/** A check that was begun before the hook `changeSettings` said which settings it does not know. */
export function unknownSettings(names: readonly string[]): NotRun {
  const wants = names.map((name) => `settings.${name}`)
  return {
    wants,
    reason: `want ${names.join(' and ')} of changeSettings, which does not know ${names.length === 1 ? 'it' : 'them'}`,
  }
}

/** A check that was begun before it was known how long it takes. */
export function waitsTooLong(seconds: number): NotRun {
  return { wants: ['advanceClock'], reason: `want advanceClock, or a --wait of ${Math.ceil(seconds)} s or longer` }
}

/** Whether a check needs a hook; `changeSettings` is needed for a setting. */
export function asksFor({ needs, tags }: AnyCheck, name: HookName): boolean {
  const hooks: readonly string[] = needs
  // Time is stopped for what is throttled, where it can be.
  if (name === 'freezeClock') return tags.includes('throttling')
  return name === 'changeSettings' ? settingsIn(needs).length > 0 : hooks.includes(name)
}

/** Why a check is not run though it could be. */
export const ends: Readonly<Record<Halt | 'bail', NotRun>> = {
  budget: { wants: [], reason: 'came after --max-requests was spent' },
  bail: { wants: [], reason: 'came after the first deviation, with --bail' },
  interrupted: { wants: [], reason: 'came after the interruption' },
}
