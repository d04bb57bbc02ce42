/**
 * A query with the reserved characters of its values encoded, and a blank for each `+`. Clients may send them as they are
 * (RFC 3986, 3.4; WHATWG URL, 5.2), and the validator takes each for a mistake unless the contract says `allowReserved`.
 */
export function withoutReserved(search: string): string {
  if (!reserved.test(search)) return search
  return `?${search.slice(1).split('&').map(encodedValue).join('&')}`
}

function encodedValue(pair: string): string {
  const at = pair.indexOf('=') + 1
  if (at === 0) return pair
  return (
    pair.slice(0, at) + codes.reduce((value, [character, code]) => value.replaceAll(character, code), pair.slice(at))
  )
}

const characters = ":/?#[]@!$'()*,;="
const reserved = /[:/?#[\]@!$'()*+,;=]/

const codes: readonly (readonly [string, string])[] = [
  ['+', '%20'],
  ...[...characters].map((each) => [each, `%${each.charCodeAt(0).toString(16).toUpperCase()}`] as const),
]
