import type { Random } from './secret.ts'

/** Characters of which one stands at each of so many places. */
interface Part {
  readonly characters: readonly string[]
  readonly count: number
}

const part = /(?:\\(.)|\[((?:\\.|[^\]\\^])(?:\\.|[^\]\\])*)\]|([^\\[\](){}*+?.|^$]))(?:\{(\d{1,3})\})?/sy
const item = /(\\.|[^\\])(?:-(\\.|[^\\]))?/gs

const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_' }

/** A random text of a pattern such as `ak_[A-Za-z0-9_-]{43}`; undefined for a pattern of more than characters, classes and counts. */
export function patternText(pattern: string, random: Random): string | undefined {
  const parts = partsOf(pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, ''))
  return parts?.map(({ characters, count }) => chosen(characters, count, random)).join('')
}

function partsOf(pattern: string): readonly Part[] | undefined {
  const parts: Part[] = []
  let end = 0
  while (end < pattern.length) {
    part.lastIndex = end
    const found = part.exec(pattern)
    const [whole = '', escaped, list, literal, count = '1'] = found ?? []
    const characters = found && charactersOf(escaped, list, literal)
    if (!characters || characters.length === 0) return undefined
    parts.push({ characters, count: Number(count) })
    end += whole.length
  }
  return parts
}

function charactersOf(escaped?: string, list?: string, literal?: string): readonly string[] | undefined {
  if (literal !== undefined) return [literal]
  if (escaped !== undefined) return escapedCharacters(escaped)
  const ranges = [...(list ?? '').matchAll(item)].map(([, from = '', to]) => between(from, to))
  return ranges.includes(undefined) ? undefined : [...new Set(ranges.flatMap((range) => range ?? []))]
}

/** What a backslash and a character stand for; undefined for what is not known here. */
function escapedCharacters(character: string): readonly string[] | undefined {
  const known = Object.hasOwn(classes, character) ? classes[character] : undefined
  if (known !== undefined) return charactersOf(undefined, known)
  return /[A-Za-z0-9]/.test(character) ? undefined : [character]
}

/** `a-z`, a single character, or `\d`. */
function between(from: string, to: string | undefined): readonly string[] | undefined {
  const first = from.startsWith('\\') ? escapedCharacters(from.slice(1)) : [from]
  if (to === undefined || !first) return first
  const [start = 0, end = 0] = [first[0], to.replace(/^\\/, '')].map((text) => text?.charCodeAt(0))
  if (first.length > 1 || start > end) return undefined
  return Array.from({ length: end - start + 1 }, (_, at) => String.fromCharCode(start + at))
}

/** Each as likely as any other: bytes beyond the last whole round are left out. */
function chosen(characters: readonly string[], count: number, random: Random): string {
  const size = characters.length
  const usable = 256 - (256 % size)
  let text = ''
  while (text.length < count)
    for (const byte of random(count - text.length)) if (byte < usable) text += characters[byte % size]
  return text
}
