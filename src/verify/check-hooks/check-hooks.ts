import { setTimeout as sleep } from 'node:timers/promises'
import type { Hooks } from '../../conformance/hooks.ts'
import { type SettingName, settingNames, settingsIn, settingTable } from '../../conformance/setting-table.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { HookFailed, UnknownSettings } from '../hooks/hook-failed.ts'
import { type HookName, hookNames } from '../hooks/hook-table.ts'
import { asksFor } from '../needs.ts'
import type { Place, Places } from '../server/places.ts'
import type { AnyCheck } from '../subject.ts'
import { millisecondsOf, type VerifyOptions } from '../verify-options.ts'
import { whereToVerify } from '../where-to-verify.ts'
import { type Ground, groundOf } from './ground.ts'
import type { Tried } from './tried.ts'
import { tries } from './tries.ts'

/** A hook or a setting, and what a try of it showed. */
export interface HookTrial {
  /** `advanceClock`, or `changeSettings otpEnabled`. */
  readonly name: string
  readonly hook: HookName
  readonly result: Tried['result'] | 'not known' | 'not given'
  readonly saw: string
  /** How many checks need it. */
  readonly checks: number
}

/** Tries every hook by itself; no check is run. Throws a {@link CannotVerify} where none is given. */
export async function checkHooks(
  options: VerifyOptions,
  wait: Ground['wait'] = (milliseconds) => sleep(milliseconds),
): Promise<HookTrial[]> {
  const { subject, given, places } = await whereToVerify(options)
  if (places.hooks.size === 0)
    throw new CannotVerify('No hook is given; --template prints what can be given, for the file of --with')
  const { checks } = subject.suite
  const patience = { milliseconds: millisecondsOf(options), signal: options.signal }
  const around = { subject, people: given.people, hasWorlds: places.hasWorlds, patience, wait }
  const trials = [
    ...(await inPlace(places, ({ hooks }) => trySettings(hooks, checks))),
    ...(await inPlace(places, (place) => tryAll(groundOf({ ...around, place }), checks))),
  ]
  return trials.toSorted((one, other) => hookNames.indexOf(one.hook) - hookNames.indexOf(other.hook))
}

/** Settings are tried elsewhere where there are worlds, since they change what logins answer. */
async function inPlace(places: Places, attempt: (place: Place) => Promise<HookTrial[]>): Promise<HookTrial[]> {
  const place = await places.next()
  try {
    return await attempt(place)
  } finally {
    await place.close()
  }
}

async function tryAll(ground: Ground, checks: readonly AnyCheck[]): Promise<HookTrial[]> {
  const trials: HookTrial[] = []
  for (const hook of Object.keys(tries) as (keyof typeof tries)[]) {
    const about = { name: hook, hook, checks: checks.filter((check) => asksFor(check, hook)).length }
    if (about.checks > 0 && !ground.hooks[hook]) trials.push({ ...about, result: 'not given', saw: '' })
    if (about.checks > 0 && ground.hooks[hook])
      trials.push({ ...about, ...(await outcomeOf(() => tries[hook](ground))) })
  }
  return trials
}

/** One after the other, then put back. */
async function trySettings(hooks: Hooks, checks: readonly AnyCheck[]): Promise<HookTrial[]> {
  const trials: HookTrial[] = []
  for (const setting of settingNames) {
    const count = checks.filter(({ needs }) => settingsIn(needs).includes(setting)).length
    const about = { name: `changeSettings ${setting}`, hook: 'changeSettings', checks: count } as const
    if (count > 0) trials.push({ ...about, ...(await trySetting(hooks, setting)) })
  }
  if (hooks.changeSettings) await hooks.reset?.().catch(() => undefined)
  return trials
}

async function trySetting({ changeSettings, reset }: Hooks, setting: SettingName): Promise<Outcome> {
  if (!changeSettings) return { result: 'not given', saw: '' }
  if (!reset) return { result: 'not tried', saw: 'without reset, it could not be put back' }
  return outcomeOf(async () => {
    await changeSettings({ [setting]: settingTable[setting].example })
    return { result: 'called', saw: 'it answered' }
  })
}

type Outcome = Pick<HookTrial, 'result' | 'saw'>

async function outcomeOf(attempt: () => Promise<Tried>): Promise<Outcome> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof UnknownSettings) return { result: 'not known', saw: 'the hook does not know it' }
    if (error instanceof HookFailed) return { result: 'fails', saw: error.message }
    return { result: 'fails', saw: `it could not be tried: ${error instanceof Error ? error.message : String(error)}` }
  }
}
