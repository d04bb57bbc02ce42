/** The part of a path between two slashes: values, each between two pieces of text. */
export interface Segment {
  readonly names: readonly string[]
  /** One more than names; as a URL has them. */
  readonly pieces: readonly string[]
}

/** The segments of a path of a contract. */
export function segmentsOf(path: string): readonly Segment[] {
  return path.split('/').map((segment) => {
    const parts = segment.split(/\{([^{}]+)\}/)
    return {
      names: parts.filter((_, index) => index % 2 === 1),
      pieces: parts.filter((_, index) => index % 2 === 0).map(literalText),
    }
  })
}

/** A path of a contract taken apart. */
export interface PathParts {
  /** What requests have as their path. */
  readonly path: string
  /** What the query has to have, as `/x?y=z` says; of a value with a template the name alone. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[]
  /** All that follows the path, by which operations of one path are told apart. */
  readonly suffix: string
}

/** Takes a path apart in which several operations of one method are told apart by a query or a fragment. */
export function partsOfPath(written: string): PathParts {
  const [path = ''] = written.split(/[?#]/, 1)
  const suffix = written.slice(path.length)
  if (!suffix.startsWith('?')) return { path, suffix, query: [] }
  const pairs = [...new URLSearchParams(suffix.split('#', 1)[0])]
  return { path, suffix, query: pairs.map(([name, value]) => [name, value.includes('{') ? undefined : value]) }
}

/** The names of the values in a path. */
export function namesIn(path: string): readonly string[] {
  return segmentsOf(path).flatMap(({ names }) => names)
}

/** What two paths have in common that differ in the names of their values alone. */
export function shapeOf(path: string): string {
  return segmentsOf(path)
    .map(({ pieces }) => pieces.join('{}'))
    .join('/')
}

/** What a URL cannot have in its path, and a percent sign that encodes nothing (RFC 3986, 3.3). */
const encoded = /%(?![\da-fA-F]{2})|[^A-Za-z\d\-._~!$&'()*+,;=:@/%]+/gu

/** The text of a contract's path as it stands in a URL. */
export function literalText(text: string): string {
  return upperCased(text.toWellFormed().replaceAll(encoded, encodeURIComponent))
}

/** Characters that browsers leave as they are, although no URL has them (WHATWG URL, 1.3). */
const tolerated = /["<>[\]^`{|}]+/g

/** A path as paths are compared: those characters encoded, hexadecimal digits in upper case (RFC 3986, 6.2.2.1). */
export function comparablePath(path: string): string {
  return upperCased(path.replaceAll(tolerated, encodeURIComponent))
}

function upperCased(path: string): string {
  return path.includes('%') ? path.replaceAll(/(?:%[\da-fA-F]{2})+/g, (codes) => codes.toUpperCase()) : path
}

/**
 * The values in a segment, of which none is empty; undefined if it has not these pieces. Where there are several ways, the
 * first value is as long as can be. Each piece is looked for once.
 */
export function valuesIn(segment: string, pieces: readonly string[]): readonly string[] | undefined {
  const [first = '', ...rest] = pieces
  const last = rest.pop() ?? ''
  if (!segment.startsWith(first) || !segment.endsWith(last)) return undefined
  const values: string[] = []
  let end = segment.length - last.length
  for (const piece of rest.toReversed()) {
    const at = end > piece.length ? segment.lastIndexOf(piece, end - piece.length - 1) : -1
    if (at < 0) return undefined
    values.unshift(segment.slice(at + piece.length, end))
    end = at
  }
  return end > first.length ? [segment.slice(first.length, end), ...values] : undefined
}
