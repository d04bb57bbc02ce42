import { credential, type FieldReader, type Parsed } from './authorization.ts'

const longest = 4_096

/**
 * The value of one cookie (RFC 6265, 4.2.1). Two cookies of the name are malformed: one of them may have been planted
 * by a neighbouring host or path, and nothing tells which.
 */
export function readCookie(fields: FieldReader, name: string): Parsed<string> {
  const values = fields('cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  const [value, ...others] = values
  if (value === undefined) return 'missing'
  const valid = others.length === 0 && value.length <= longest && /^[A-Za-z0-9\-._~]+$/.test(value)
  return credential(valid ? value : undefined)
}

export interface CookieAttributes {
  readonly path: string
  /** Sent along on requests that other sites make (`SameSite=None`), or only on the site's own and on links (`Lax`). */
  readonly crossSite: boolean
  /** Seconds; 0 takes the cookie back. */
  readonly maxAge: number
}

/** A `Set-Cookie` value that scripts cannot read and plain HTTP does not carry (RFC 6265bis, 4.1). */
export function serialiseCookie(name: string, value: string, { path, crossSite, maxAge }: CookieAttributes): string {
  return `${name}=${value}; Max-Age=${maxAge}; Path=${path}; Secure; HttpOnly; SameSite=${crossSite ? 'None' : 'Lax'}`
}
