/** A text as it stands in a message, and the value that it encodes there. */
export interface EncodedText {
  readonly encoded: string
  readonly value: string
  /** Where each unit of the value begins in the encoding, and where the last one ends; absent where both are the same. */
  readonly offsets?: Uint32Array
}

/** A text that stands for itself. */
export function plainText(text: string): EncodedText {
  return { encoded: text, value: text }
}

/** What stands between the quotes of a JSON string. */
export function jsonText(inner: string): EncodedText {
  return inner.includes('\\') ? decoded(inner, /\\(?:u[\da-f]{4}|[\s\S])/gi, jsonEscape) : plainText(inner)
}

/** A name or a value of a form or a query (WHATWG URL, 5.1). */
export function formText(text: string): EncodedText {
  return /[%+]/.test(text) ? decoded(text, /\++|(?:%[\da-f]{2})+/gi, formEscape) : plainText(text)
}

/** A path, in which a plus is a plus. */
export function pathText(text: string): EncodedText {
  return text.includes('%') ? decoded(text, /(?:%[\da-f]{2})+/gi, formEscape) : plainText(text)
}

/** A part of a text, by places in its value. */
export function partOf({ encoded, value, offsets }: EncodedText, from: number, to = value.length): EncodedText {
  if (!offsets) return plainText(value.slice(from, to))
  const [begin = 0, end = encoded.length] = [offsets[from], offsets[to]]
  return {
    encoded: encoded.slice(begin, end),
    value: value.slice(from, to),
    offsets: offsets.slice(from, to + 1).map((offset) => offset - begin),
  }
}

/** What a run of escapes stands for, and how long the escape of a character of it is; undefined if it stands for nothing. */
type Decode = (run: string) => readonly [value: string, lengthOf: (character: string) => number] | undefined

function decoded(encoded: string, escapes: RegExp, decode: Decode): EncodedText {
  const offsets = new Uint32Array(encoded.length + 1)
  let [value, end] = ['', 0]
  const addPlain = (to: number) => {
    for (let at = end; at < to; at++) offsets[value.length + at - end] = at
    value += encoded.slice(end, to)
    end = to
  }
  for (const { 0: run, index } of encoded.matchAll(escapes)) {
    const meaning = decode(run)
    // A broken escape stands for itself.
    if (!meaning) continue
    addPlain(index)
    const [text, lengthOf] = meaning
    for (const character of text) {
      offsets.fill(end, value.length, value.length + character.length)
      value += character
      end += lengthOf(character)
    }
  }
  addPlain(encoded.length)
  offsets[value.length] = end
  return { encoded, value, offsets: offsets.subarray(0, value.length + 1) }
}

const jsonEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function jsonEscape(run: string): ReturnType<Decode> {
  const [, letter = ''] = run
  const value = run.length > 2 ? String.fromCharCode(Number.parseInt(run.slice(2), 16)) : jsonEscapes[letter]
  return [value ?? letter, () => run.length]
}

function formEscape(run: string): ReturnType<Decode> {
  if (run.startsWith('+')) return [' '.repeat(run.length), () => 1]
  try {
    return [decodeURIComponent(run), (character) => 3 * Buffer.byteLength(character)]
  } catch {
    return undefined
  }
}
