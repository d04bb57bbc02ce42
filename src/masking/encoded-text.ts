/** A text as it stands in a message, and the value that it encodes there. */
export interface EncodedText {
  readonly encoded: string
  readonly value: string
  /** Where each unit of the value begins in the encoding, and where the last one ends; absent where both are the same. */
  readonly offsets?: readonly number[]
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
  return /[%+]/.test(text) ? decoded(text, /\+|(?:%[\da-f]{2})+/gi, formEscape) : plainText(text)
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

/** What an escape stands for: each value with the length of its encoding. Undefined if it stands for nothing. */
type Decode = (sequence: string) => readonly (readonly [value: string, length: number])[] | undefined

function decoded(encoded: string, escapes: RegExp, decode: Decode): EncodedText {
  const values: string[] = []
  const offsets: number[] = []
  let end = 0
  const add = (value: string, length: number, isEscape: boolean) => {
    values.push(value)
    for (let unit = 0; unit < value.length; unit++) offsets.push(isEscape ? end : end + unit)
    end += length
  }
  for (const { 0: sequence, index } of encoded.matchAll(escapes)) {
    add(encoded.slice(end, index), index - end, false)
    for (const [value, length] of decode(sequence) ?? []) add(value, length, true)
    // A broken escape stands for itself.
    if (end === index) add(sequence, sequence.length, false)
  }
  add(encoded.slice(end), encoded.length - end, false)
  return { encoded, value: values.join(''), offsets: [...offsets, end] }
}

const jsonEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function jsonEscape(sequence: string): ReturnType<Decode> {
  const [, letter = ''] = sequence
  const value = sequence.length > 2 ? String.fromCharCode(Number.parseInt(sequence.slice(2), 16)) : jsonEscapes[letter]
  return [[value ?? letter, sequence.length]]
}

function formEscape(sequence: string): ReturnType<Decode> {
  if (sequence === '+') return [[' ', 1]]
  try {
    return [...decodeURIComponent(sequence)].map((character) => [character, 3 * Buffer.byteLength(character)])
  } catch {
    return undefined
  }
}
