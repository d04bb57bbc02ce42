export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A bracket, or a text with its quotes, where it begins, and the colon behind it if it names a member. */
interface JsonToken {
  readonly at: number
  readonly token: string
  /** The colon and the space before it; empty behind what is no name. */
  readonly colon: string
}

/**
 * The texts and brackets of a text that is known to be JSON, or to be the beginning of one. Ends of texts are looked for, not
 * matched: a pattern that goes on behind every escape takes stack for each of them, and a long body would be an overflow.
 */
export function* jsonTokens(text: string): Generator<JsonToken> {
  const mark = /["{}[\]]/g
  const behind = /[ \t\n\r]*:/y
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const at = found.index
    if (found[0] !== '"') {
      yield { at, token: found[0], colon: '' }
      continue
    }
    mark.lastIndex = behind.lastIndex = endOfText(text, at)
    yield { at, token: text.slice(at, mark.lastIndex), colon: behind.exec(text)?.[0] ?? '' }
  }
}

/** Just behind the quote that ends a text, or where a text that was cut off ends. */
function endOfText(text: string, begin: number): number {
  let quote = text.indexOf('"', begin + 1)
  while (quote > 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote < 0 ? text.length : quote + 1
}

function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text[first - 1] === '\\') first -= 1
  return (at - first) % 2 === 1
}
