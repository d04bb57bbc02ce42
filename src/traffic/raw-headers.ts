/** Names and values in turn, as pairs. */
export function pairsOf(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []))
}

/** The lines of a header field; the name is lower case. */
export function valuesOf(raw: readonly string[], name: string): string[] {
  return pairsOf(raw).flatMap(([own, value]) => (own.toLowerCase() === name ? [value] : []))
}
