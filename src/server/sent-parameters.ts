import type { ApiRequest } from './api-request.ts'
import { type Decode, pairOf } from './parameter-styles.ts'

/** Names and what was sent under each of them, not decoded. */
export type Pairs = ReadonlyMap<string, readonly string[]>

/** A request taken apart as far as its operation needs it. */
export interface Sent {
  readonly params: Readonly<Record<string, string>>
  readonly query: Pairs
  readonly headers: ApiRequest['headers']
  readonly cookies: Pairs
}

/** Pairs of a name and a value; what has no equals sign is a name without one. */
export function pairsOf(text: string, between: string | RegExp, decodeName: Decode): Pairs {
  const pairs = new Map<string, string[]>()
  for (const part of text.split(between)) {
    const [name, value] = pairOf(part) ?? [part, '']
    if (part === '') continue
    const key = decodeName(name)
    const known = pairs.get(key)
    if (known) known.push(value)
    else pairs.set(key, [value])
  }
  return pairs
}

/** What was sent, decoded. */
export function decoded(
  pairs: Iterable<readonly [string, readonly string[]]>,
  decode: Decode,
): readonly (readonly [string, readonly string[]])[] {
  return [...pairs].map(([name, texts]) => [name, texts.map(decode)] as const)
}

/** A query is known to be decodable by now; a blank may be a plus sign (WHATWG URL, 5.1). */
export function decodeQuery(text: string): string {
  return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

/** A cookie that is not encoded stays as it is. */
export function decodeCookie(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function trimmed(text: string): string {
  return text.trim()
}
