import { bareMediaType } from './media-type.ts'

/** Names and values in turn, as they came in, as pairs. */
export function pairsOf(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []))
}

/** The lines of a header field, repeated ones apart, where Node would join them or drop all but the first; the name is lower case. */
export function valuesOf(raw: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const field = raw[at] ?? ''
    if (field.length === name.length && field.toLowerCase() === name) values.push(raw[at + 1] ?? '')
  }
  return values
}

/** The bytes that a request line and its headers, names and values in turn, have taken. */
export function sizeOfHead(target: string, raw: readonly string[]): number {
  let size = target.length
  // Each of them has two characters behind it: a colon and a blank, or the end of the line.
  for (const part of raw) size += part.length + 2
  return size
}

/** The fields of one value that the server reads, each as a bit; those that hold a credential are judged by their readers. */
const singletons: ReadonlyMap<string, number> = new Map(
  [
    'access-control-request-method',
    'content-type',
    'host',
    'last-event-id',
    'origin',
    'referer',
    'sec-fetch-dest',
    'sec-fetch-mode',
    'sec-fetch-site',
  ].map((name, index) => [name, 1 << index]),
)

/** A field of one value that has more than one line (RFC 9110, 5.3): Node would take the first, or join them. */
export function repeatedField(raw: readonly string[]): string | undefined {
  let seen = 0
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? ''
    const bit = singletons.get(name) ?? 0
    if ((seen & bit) !== 0) return name
    seen |= bit
  }
  return undefined
}

/** The media type of a body, lower case and without parameters; `''` where none is given. */
export function mediaTypeIn(raw: readonly string[]): string {
  return bareMediaType(valuesOf(raw, 'content-type')[0])
}

/** The fields of one value that has no comma of its own, so that one shows two lines. */
const withoutComma: ReadonlySet<string> = new Set(
  [...singletons.keys()].filter((name) => name !== 'last-event-id' && name !== 'referer'),
)

/** The lines of a field that `Headers` has joined, of those whose lines count; a comma in quotes does not separate lines. */
export function joinedLines(name: string, value: string): readonly string[] {
  if (!withoutComma.has(name) || !value.includes(',')) return [value]
  return (value.match(/(?:[^,"]|"(?:[^"\\]|\\.?)*"?)+/gs) ?? [value]).map((line) => line.trim())
}
