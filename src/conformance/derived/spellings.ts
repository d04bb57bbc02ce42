import type { Sent } from '../request.ts'

/** Texts that are nearly a password, each with what is another in it. */
export function spellings(password: string): readonly (readonly [string, string])[] {
  const all = [
    ['another letter case', swapped(password)],
    ['a blank at the end', `${password} `],
    ['a password without its last letter', password.slice(0, -1)],
  ] as const
  return all.filter(([, text]) => text !== password && text !== '')
}

function swapped(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join('')
}

/** The same to whoever normalises by NFKC, which RFC 8265, 4.2 does not do to passwords. */
export function wide(text: string): string {
  return text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
}

/** The same to a collation that knows no accents. */
export function folded(name: string): string {
  return name.replace(/[aeiou]/i, (letter) => `${letter}\u0301`.normalize('NFC'))
}

/** A request with bytes in its password that are no UTF-8, or escapes that are no bytes; as it is in other bodies. */
export function undecodable(request: Sent, password: string): Sent {
  const { json, form, ...rest } = request
  if (json !== undefined) {
    const text = JSON.stringify(json)
    const at = text.lastIndexOf(JSON.stringify(password)) + JSON.stringify(password).length - 1
    const body = Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff]), Buffer.from(text.slice(at))])
    return { ...rest, raw: { type: 'application/json', body } }
  }
  if (form === undefined) return { ...request, multipart: { ...request.multipart, password: `${password}\0` } }
  const pairs = Object.entries(form).map(([name, value]) => {
    const written = new URLSearchParams([[name, value]]).toString()
    return value === password ? `${written}%ff%zz` : written
  })
  return { ...rest, raw: { type: 'application/x-www-form-urlencoded', body: pairs.join('&') } }
}
