import { isUtf8 } from 'node:buffer'

/**
 * The fields of a form (WHATWG URL, 5.1), but strict: valid percent-encoding and UTF-8, and each a name, `=` and a value.
 * Undefined for what is no such form, as JSON under its media type.
 */
export function formPairs(body: Buffer): readonly (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = []
  for (const [field] of body.toString('latin1').matchAll(/[^&]+/g)) {
    const equals = field.indexOf('=')
    const [name, value] = equals < 0 ? [] : [decoded(field.slice(0, equals)), decoded(field.slice(equals + 1))]
    if (name === undefined || value === undefined) return undefined
    pairs.push([name, value])
  }
  return pairs
}

const [percent, plus, blank] = [0x25, 0x2b, 0x20]

/** The text has a character for each byte; undefined if it is not valid. */
function decoded(text: string): string | undefined {
  if (/^[^%+\u0080-\u00ff]*$/.test(text)) return text
  const bytes = Buffer.alloc(text.length)
  let size = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code === percent ? escaped(text, at) : code === plus ? blank : code
    if (byte === undefined) return undefined
    if (code === percent) at += 2
    bytes[size++] = byte
  }
  const meant = bytes.subarray(0, size)
  return isUtf8(meant) ? meant.toString('utf8') : undefined
}

/** The byte of an escape; undefined for any other text. */
function escaped(text: string, at: number): number | undefined {
  const digits = text.slice(at + 1, at + 3)
  return /^[\da-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined
}
