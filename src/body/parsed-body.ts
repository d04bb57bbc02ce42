import type { Violation } from '../contract/violation.ts'

/** What is wrong with a text that was sent. */
export interface Wrong {
  readonly violations: readonly Violation[]
}

/** A body as its media type means it, or what is wrong with its text. */
export type ParsedBody = { readonly body: unknown } | Wrong

/** How deep lists and objects may be nested. */
const deepest = 16

/** Names that every object has: a member of such a name would be another one. */
export const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function wrong(message: string, keyword = 'syntax', path: readonly string[] = []): Wrong {
  return { violations: [{ in: 'body', path, keyword, message }] }
}

/** What is wrong with the names of members. */
export function nameFault(names: readonly string[]): Wrong | undefined {
  return names.some((name) => forbiddenNames.has(name)) ? wrong('has a name that is not allowed', 'unknown') : undefined
}

/** What is wrong with the names that lead to a value, one within the other. */
export function pathFault(names: readonly string[]): Wrong | undefined {
  return nameFault(names) ?? depthFault(names.length)
}

export function depthFault(levels: number): Wrong | undefined {
  return levels > deepest ? wrong(`is nested deeper than ${deepest} levels`, 'depth') : undefined
}
