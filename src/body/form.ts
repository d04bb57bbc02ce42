/**
 * The fields of a form (WHATWG URL, 5.1), but strict: valid percent-encoding and UTF-8, and each a name, `=` and a value.
 * The text has a character for each byte. Undefined for what is no such form, as JSON under its media type.
 */
export function formPairs(text: string): readonly (readonly [string, string])[] | undefined {
  const fields = text.split('&').filter((field) => field !== '')
  if (!fields.every((field) => field.includes('='))) return undefined
  try {
    return fields.map((field) => {
      const equals = field.indexOf('=')
      return [decoded(field.slice(0, equals)), decoded(field.slice(equals + 1))]
    })
  } catch {
    return undefined
  }
}

function decoded(part: string): string {
  return decodeURIComponent(unescapeRaw(part.replaceAll('+', ' ')))
}

/** Bytes outside ASCII that were sent as they are, so that decoding judges them with the rest. */
function unescapeRaw(part: string): string {
  return part.replaceAll(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`)
}
