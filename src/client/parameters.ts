/** How a parameter is written, where its contract says other than the default of its place (OpenAPI 3.1.1, 4.8.12.2). */
export interface ParameterStyle {
  readonly style?: string
  readonly explode?: boolean
  /** Its value is JSON. */
  readonly isJson?: boolean
}

export type ParameterStyles = Readonly<Record<string, ParameterStyle>>

type Pair = readonly [name: string, value: string]

/** What stands between the values of a list that is one value; percent-encoded where a URL wants it so. */
const delimiters: Readonly<Record<string, string>> = { spaceDelimited: '%20', pipeDelimited: '%7C' }

/** A value as JSON has it: a date is its ISO text. */
export function plain(value: unknown): unknown {
  const { toJSON } = Object(value) as { readonly toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value) : value
}

export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

/** A query without its question mark. What has no value is left out. */
export function writeQuery(values: object, styles: ParameterStyles = {}): string {
  return Object.entries(values)
    .flatMap(([name, value]) => queryPairs(name, plain(value), styles[name]))
    .map(([name, value]) => `${encodeName(name)}=${value}`)
    .join('&')
}

/** The pairs of one parameter, values encoded. */
function queryPairs(name: string, value: unknown, { style = 'form', explode, isJson }: ParameterStyle = {}): Pair[] {
  if (isMissing(value)) return []
  if (isJson) return [[name, encodeURIComponent(JSON.stringify(value))]]
  if (typeof value !== 'object') return [[name, encodeURIComponent(String(value))]]
  if (style === 'deepObject') return deepFields(name, value).map(([field, one]) => [field, encode(one)])
  const isSpread = explode ?? style === 'form'
  if (!isSpread) return joined(name, value, delimiters[style] ?? ',')
  return Array.isArray(value)
    ? present(value).map((one) => [name, encode(one)])
    : members(value).map(([key, one]) => [key, encode(one)])
}

function joined(name: string, value: object, delimiter: string): Pair[] {
  const values = encodedList(value, delimiter)
  return values.length > 0 ? [[name, values.join(delimiter)]] : []
}

/** The fields of an object in the style `deepObject`: `filter[name]`. */
export function deepFields(name: string, value: unknown): (readonly [name: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [[name, value]]
  if (Array.isArray(value)) return present(value).flatMap((one) => deepFields(name, one))
  return members(value).flatMap(([key, one]) => deepFields(`${name}[${key}]`, one))
}

/**
 * A path with its parameters. Throws a TypeError for a value that is missing or would leave its segment: `.`, `..` and
 * nothing at all lead to another address (RFC 3986, 5.2.4).
 */
export function writePath(template: string, values: object = {}, styles: ParameterStyles = {}): string {
  const written = template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    pathValue(template, name, plain((values as Readonly<Record<string, unknown>>)[name]), styles[name]),
  )
  const segments = template.split('/')
  const astray = written.split('/').findIndex((segment, at) => segments[at]?.includes('{') && /^\.{0,2}$/.test(segment))
  if (astray >= 0) throw new TypeError(`${segments[astray]} in ${template} cannot be empty, "." or ".."`)
  return written
}

/** An address that a query can be added to: some contracts tell operations of one path apart by a fragment. */
export function withoutFragment(address: string): string {
  return address.split('#', 1)[0] ?? ''
}

function pathValue(template: string, name: string, value: unknown, style: ParameterStyle = {}): string {
  if (isMissing(value)) throw new TypeError(`{${name}} in ${template} has no value`)
  const text = simple(value, style, style.style === 'label' ? '.' : style.style === 'matrix' ? ';' : ',')
  if (style.style === 'label') return `.${text}`
  if (style.style !== 'matrix') return text
  const isSpread = style.explode === true && typeof value === 'object'
  if (!isSpread) return `;${name}=${text}`
  return Array.isArray(value)
    ? present(value)
        .map((one) => `;${name}=${encode(one)}`)
        .join('')
    : `;${text}`
}

/** A header or a path value in the style `simple`; spread lists and members are parted by another character in the others. */
function simple(value: unknown, { explode = false, isJson }: ParameterStyle, spread: string): string {
  if (isJson) return encodeURIComponent(JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return encode(value)
  return encodedList(value, explode ? '=' : ',').join(explode ? spread : ',')
}

/** Headers as they are written: what HTTP has no word for is in the style `simple`, which encodes nothing. */
export function writeHeaders(values: object = {}, styles: ParameterStyles = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, plain(value)] as const)
      .filter(([, value]) => !isMissing(value))
      .map(([name, value]) => [name, decodeURIComponent(simple(value, styles[name] ?? {}, ','))]),
  )
}

/** The header `Cookie` (RFC 6265, 4.2.1), which only programs outside of browsers can send. */
export function writeCookies(values: object = {}, styles: ParameterStyles = {}): string {
  return Object.entries(values)
    .flatMap(([name, value]) => queryPairs(name, plain(value), styles[name]))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}

function encodedList(value: object, between: string): string[] {
  if (Array.isArray(value)) return present(value).map(encode)
  return members(value).map(([key, one]) => `${encodeURIComponent(key)}${between}${encode(one)}`)
}

function present(list: readonly unknown[]): unknown[] {
  return list.map(plain).filter((one) => !isMissing(one))
}

function members(value: object): [string, unknown][] {
  return Object.entries(value)
    .map(([key, one]): [string, unknown] => [key, plain(one)])
    .filter(([, one]) => !isMissing(one))
}

/** One value inside another: what is not a text or a number is JSON. */
function encode(value: unknown): string {
  return encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** The brackets of `tags[]` and `filter[name]` stay readable, as everybody writes them. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll('%5B', '[').replaceAll('%5D', ']')
}
