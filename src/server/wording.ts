type Say = (bound: string) => string

const atLeast = (what: string) => (bound: string) => `at least ${counted(bound, what)}`
const atMost = (what: string) => (bound: string) => `at most ${counted(bound, what)}`

/** What is wrong by the keyword of JSON Schema that found it; a bound is what the keyword demands. */
const wordings: Readonly<Record<string, Say>> = {
  required: () => 'is required',
  additionalProperties: () => 'is not known here',
  unevaluatedProperties: () => 'is not known here',
  'false schema': () => 'is not allowed',
  unknown: () => 'is not known here',
  minLength: (bound) => `is too short: ${atLeast('character')(bound)}`,
  maxLength: (bound) => `is too long: ${atMost('character')(bound)}`,
  minItems: (bound) => `has too few items: ${atLeast('item')(bound)}`,
  maxItems: (bound) => `has too many items: ${atMost('item')(bound)}`,
  minProperties: (bound) => `has too few members: ${atLeast('member')(bound)}`,
  maxProperties: (bound) => `has too many members: ${atMost('member')(bound)}`,
  minimum: (bound) => `is too small: at least ${bound}`,
  exclusiveMinimum: (bound) => `is too small: more than ${bound}`,
  maximum: (bound) => `is too large: at most ${bound}`,
  exclusiveMaximum: (bound) => `is too large: less than ${bound}`,
  format: (format) => `does not have the right format: ${Object.hasOwn(formats, format) ? formats[format] : format}`,
  pattern: (pattern) => `does not have the right form: ${shortened(pattern)}`,
  anyOf: () => 'has none of the forms it may have',
  oneOf: () => 'does not have exactly one of the forms it may have',
}

/** The formats that people ask about, as they are written: those of JSON Schema, and `origin`. */
const formats: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2027-01-01T00:00:00Z (RFC 3339)',
  date: 'a date such as 2027-01-01 (RFC 3339)',
  email: 'an e-mail address such as someone@example.com',
  origin: 'an origin as browsers send it, such as https://app.example.com or http://localhost:3000',
  uri: 'an absolute address such as https://example.com/path',
  uuid: 'a UUID such as 123e4567-e89b-42d3-a456-426614174000',
}

const longestPattern = 64

/**
 * What a place is said to be wrong with: `is too short: at least 8 characters`. The validator hands on what its keyword
 * demands in its message alone, which never quotes a value; a keyword without a wording keeps that message.
 */
export function wordingOf(keyword: string, message: string): string {
  const say = Object.hasOwn(wordings, keyword) ? wordings[keyword] : undefined
  return say ? say(boundIn(message)) : message
}

/** `8` in `must NOT have fewer than 8 characters`, `email` in `must match format "email"`. */
function boundIn(message: string): string {
  const quote = message.indexOf('"')
  if (quote >= 0 && quote < message.length - 1 && message.endsWith('"')) return message.slice(quote + 1, -1)
  return /-?\d[\d.e+-]*/.exec(message)?.[0] ?? ''
}

function counted(bound: string, what: string): string {
  return `${bound} ${what}${bound === '1' ? '' : 's'}`
}

function shortened(pattern: string): string {
  return pattern.length > longestPattern ? `${pattern.slice(0, longestPattern)}…` : pattern
}
