import { type HookName, hookNames, hookTable, isHookName } from '../verify/hooks/hook-table.ts'
import type { HookInputs, HookOutputs } from '../verify/hooks/hook-wire.ts'

/** Returned by `changeSettings` for settings that the server does not have; nothing may have been changed. */
export interface UnknownSettings {
  readonly unknown: readonly string[]
}

/** What a hook returns; nothing where nothing is wanted of it. */
type Returned<Name extends HookName> =
  HookOutputs[Name] extends Readonly<Record<string, never>>
    ? undefined | (Name extends 'changeSettings' ? UnknownSettings : never)
    : HookOutputs[Name]

type Handler<Name extends HookName> = (
  input: HookInputs[Name],
) => Returned<Name> | Promise<Returned<Name>> | (undefined extends Returned<Name> ? void | Promise<void> : never)

/** The hooks that a server has. Each gets the JSON that `latchkey verify` sends; an error that it throws fails the hook. */
export type HookHandlers = { readonly [Name in HookName]?: Handler<Name> }

export interface HookAnswer {
  readonly status: number
  readonly json?: unknown
}

/** A request that a hook refuses, or a hook that fails: a status and why. */
export function failure(status: number, error: string): HookAnswer {
  return { status, json: { error } }
}

/** Undefined if there is such a hook. */
export function missingHook(handlers: HookHandlers, name: string): HookAnswer | undefined {
  if (isHookName(name) && handlers[name]) return undefined
  const given = hookNames.filter((each) => handlers[each])
  return failure(404, `There is no hook "${name}" here; the hooks are ${given.join(', ')}`)
}

/** Calls a hook and holds what it returns to the table of hooks. */
export async function callHook(handlers: HookHandlers, name: HookName, input: object): Promise<HookAnswer> {
  try {
    // The table says which input belongs to which name.
    const handler = handlers[name] as ((input: object) => unknown) | undefined
    return answerOf(name, await handler?.(input))
  } catch (error) {
    return failure(500, `The hook ${name} failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function answerOf(name: HookName, returned: unknown): HookAnswer {
  const { output } = hookTable[name]
  const members = Object(returned) as Readonly<Record<string, unknown>>
  const wanted = Object.keys(output)
  if (wanted.some((member) => typeof members[member] !== 'string'))
    return failure(500, `The hook ${name} must return the texts ${wanted.join(' and ')}`)
  if (wanted.length > 0) return { status: 200, json: Object.fromEntries(wanted.map((each) => [each, members[each]])) }
  const { unknown } = members
  return Array.isArray(unknown) && unknown.length > 0 ? { status: 200, json: { unknown } } : { status: 204 }
}
