/** How a number is written as text (RFC 8259, 6, without the exponent for whole ones). */
const numbers: Readonly<Record<string, RegExp>> = {
  integer: /^-?(0|[1-9]\d*)$/,
  number: /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/,
}

/** A text as the value of one of these JSON types that it is written as; the text itself where it is no other, or may be one. */
export function coerced(text: string, types: ReadonlySet<string>): unknown {
  if (types.size === 0 || types.has('string')) return text
  if (Object.keys(numbers).some((type) => types.has(type) && numbers[type]?.test(text))) return Number(text)
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return types.has('null') && text === '' ? null : text
}
