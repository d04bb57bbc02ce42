import type { Contract } from '../contract/contract.ts'
import { flowsOf } from './oauth-flows.ts'

/** All scopes that a scheme declares, and those that operations ask of it. */
export function scopesOf({ securitySchemes, operations }: Contract, name: string): readonly string[] {
  const declared = Object.values(flowsOf(securitySchemes[name] ?? { type: '' })).flatMap(({ scopes }) =>
    Object.keys(Object(scopes)),
  )
  const asked = operations.flatMap(({ security }) =>
    security.flatMap((alternative) => (Object.hasOwn(alternative, name) ? (alternative[name] ?? []) : [])),
  )
  return [...new Set([...declared, ...asked])]
}

/** The schemes that are only used together, each with the name of its set. */
export function setsOf({ operations }: Contract): ReadonlyMap<string, string> {
  const groups = new Map<string, Set<string>>()
  for (const alternative of operations.flatMap(({ security }) => security)) {
    const names = Object.keys(alternative).sort()
    for (const name of names) groups.set(name, (groups.get(name) ?? new Set()).add(names.join(' ')))
  }
  const only = [...groups].flatMap(([name, [group = '', ...others]]) =>
    others.length === 0 && group.includes(' ') ? [[name, group] as const] : [],
  )
  return new Map(only)
}
