import type { Violation } from '../contract/violation.ts'

/** A body as its media type means it, or what is wrong with its text. */
export type ParsedBody = { readonly body: unknown } | { readonly violations: readonly Violation[] }

/** Names that every object has: a member of such a name would be another one. */
export const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function wrong(message: string, keyword = 'syntax', path: readonly string[] = []): ParsedBody {
  return { violations: [{ in: 'body', path, keyword, message }] }
}
