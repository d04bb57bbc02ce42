import { isObject } from '../ways/evaluate.ts'
import type { Change } from './guess.ts'

type Node = Readonly<Record<string, unknown>>

/** A document with changes, as an overlay makes them: objects are joined, lists are continued, anything else is replaced. */
export function withChanges<Root extends object>(root: Root, changes: readonly Change[]): Root {
  return changes.reduce<unknown>((node, { at, value }) => changedAt(node, at, value), root) as Root
}

function changedAt(node: unknown, [name, ...rest]: readonly string[], value: Node): unknown {
  if (name === undefined) return merged(node, value)
  const own = objectOf(node)
  return { ...own, [name]: changedAt(Object.hasOwn(own, name) ? own[name] : undefined, rest, value) }
}

function merged(node: unknown, value: unknown): unknown {
  if (Array.isArray(node) && Array.isArray(value)) return [...node, ...value]
  if (!isObject(value) || Array.isArray(value)) return value
  const own = objectOf(node)
  const members = Object.entries(value).map(([name, each]) => [
    name,
    Object.hasOwn(own, name) ? merged(own[name], each) : each,
  ])
  return { ...own, ...Object.fromEntries(members) }
}

function objectOf(node: unknown): Node {
  return isObject(node) && !Array.isArray(node) ? node : {}
}
