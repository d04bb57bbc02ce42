import { credential, type FieldReader, type Parsed } from './authorization.ts'

const longest = 4_096

/** The values of all cookies of a name, as they were sent (RFC 6265, 4.2.1). */
export function cookieValues(fields: FieldReader, name: string): readonly string[] {
  const beginning = `${name}=`
  const values: string[] = []
  for (const line of fields('cookie')) {
    for (const [pair] of line.matchAll(/[^;]+/g)) {
      const trimmed = pair.replace(/^[ \t]+/, '')
      if (trimmed.startsWith(beginning)) values.push(trimmed.slice(beginning.length))
    }
  }
  return values
}

/**
 * The value of the only one of several cookies. Two of a name are malformed: one of them may have been planted by a
 * neighbouring host or path, and nothing tells which.
 */
export function onlyCookie([value, ...others]: readonly string[]): Parsed<string> {
  if (value === undefined) return 'missing'
  const valid = others.length === 0 && value.length <= longest && /^[A-Za-z0-9\-._~]+$/.test(value)
  return credential(valid ? value : undefined)
}

/** The value of one cookie. */
export function readCookie(fields: FieldReader, name: string): Parsed<string> {
  return onlyCookie(cookieValues(fields, name))
}

export interface CookieAttributes {
  readonly path: string
  /** Sent along on requests that other sites make (`SameSite=None`), or only on the site's own and on links (`Lax`). */
  readonly crossSite: boolean
  /** Not even sent along on links of other sites (`Strict`), unless it is cross-site. */
  readonly strict?: boolean
  /** Seconds; 0 takes the cookie back. */
  readonly maxAge: number
}

/** A `Set-Cookie` value that scripts cannot read and plain HTTP does not carry (RFC 6265bis, 4.1). */
export function serialiseCookie(
  name: string,
  value: string,
  { path, crossSite, strict, maxAge }: CookieAttributes,
): string {
  const sameSite = crossSite ? 'None' : strict ? 'Strict' : 'Lax'
  return `${name}=${value}; Max-Age=${maxAge}; Path=${path}; Secure; HttpOnly; SameSite=${sameSite}`
}
