import type { Sent } from '../request.ts'

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
