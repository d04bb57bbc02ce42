import type { Hooks } from '../../conformance/hooks.ts'
import { type CommandPlace, commandHook } from './command-hook.ts'
import { type HookSource, readHookSource } from './hook-source.ts'
import { type HookName, hookTable } from './hook-table.ts'
import { urlHook } from './url-hook.ts'

/** The hooks of a server's owner, as a file describes them; throws a CannotVerify for one that is not as it has to be. */
export function ownerHooks(written: Readonly<Record<string, unknown>>, place: CommandPlace): Hooks {
  const entries = Object.entries(written).map(([name, source]) => {
    const read = readHookSource(name, source)
    return [name, hookOver(name as HookName, read, place)] as const
  })
  return Object.fromEntries(entries)
}

function hookOver(name: HookName, source: HookSource, place: CommandPlace): Hooks[HookName] {
  const ask = 'url' in source ? urlHook(name, source, place.signal) : commandHook(name, source, place)
  return hookTable[name].over(ask)
}
