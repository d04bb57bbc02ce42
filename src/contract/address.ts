/**
 * Where a request is going on this server: which API, which world, mounted where. The same reading serves the reference
 * server and the mock, so that both answer to the same addresses.
 */
export interface Address {
  /** The API's id, or another first segment (`idp`, `healthz`); `''` for the front page. */
  readonly api: string
  /** `''` is the default world. */
  readonly world: string
  /** What stands in front of the API's own paths as it was sent, e.g. `/~ci/<api>`; the `Path` of its cookies. */
  readonly mount: string
  /** The rest of the path as it was sent, undecoded. */
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly search: string
  /** Scheme, host and port that links to this API begin with: as the client wrote them, or the public URL's. */
  readonly origin: string
  /** The same for what is no API's: the console, the documentation and the identity provider. */
  readonly home: string
  /** The origins of pages that are this server's own. */
  readonly ownOrigins: readonly string[]
}

/** A world's name: what may stand behind `~`. */
export const worldPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

const hostPattern = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+?)(?::(\d{1,5}))?$/i

/** A higher one could be in a `Host` but in no address that is issued. */
const highestPort = 65_535

export interface ServedNames {
  readonly apis: ReadonlySet<string>
  /** Host names that are ours beside the loopback names, lower case. */
  readonly hosts: ReadonlySet<string>
  /** The origin that browsers know this server by, where it is not the one that requests are sent to. */
  readonly publicOrigin?: string | undefined
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Reads a request target and its `Host`. Undefined when the authority is not ours (RFC 9110, 7.4: 421), which also
 * keeps a rebound DNS name out. An absolute-form target is the same resource (RFC 9112, 3.2.2).
 */
export function readAddress(target: string, host: string | undefined, served: ServedNames): Address | undefined {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target)
  const authority = absolute ? absolute[1] : host
  const parsed = hostPattern.exec(authority ?? '')
  if (!parsed || Number(parsed[2] ?? 0) > highestPort) return undefined
  const name = parsed[1]?.toLowerCase() ?? ''
  const api = apiOfHost(name, served)
  if (api === undefined) return undefined
  const origins = originsOf(name, parsed[2] ? `:${parsed[2]}` : '', api, served.publicOrigin)
  return { ...locate(absolute ? originForm(absolute[2] ?? '') : target, api), ...origins }
}

type Origins = Pick<Address, 'origin' | 'home' | 'ownOrigins'>

/** Behind a public URL everything leads there, but for the host names of single APIs below other names. */
function originsOf(name: string, port: string, api: string, publicOrigin: string | undefined): Origins {
  const sentTo = `http://${name}${port}`
  const parent = `http://${api ? name.slice(api.length + 1) : name}${port}`
  if (publicOrigin === undefined) return { origin: sentTo, home: parent, ownOrigins: [sentTo] }
  const origin = publicOriginOf(name, api, publicOrigin) ?? sentTo
  return { origin, home: publicOrigin, ownOrigins: [...new Set([origin, sentTo])] }
}

function publicOriginOf(name: string, api: string, publicOrigin: string): string | undefined {
  if (!api) return publicOrigin
  const { protocol, hostname, host } = new URL(publicOrigin)
  return name === `${api}.${hostname}` ? `${protocol}//${api}.${host}` : undefined
}

/** An absolute target may leave out the slash of an empty path (RFC 9110, 4.2.3). */
function originForm(target: string): string {
  return target.startsWith('/') ? target : `/${target}`
}

/** `''` for a host that serves all, an API's id for `<api>.localhost`, undefined for a foreign one. */
function apiOfHost(name: string, { apis, hosts }: ServedNames): string | undefined {
  if (loopbackHosts.has(name) || hosts.has(name)) return ''
  const dot = name.indexOf('.')
  const [label, parent] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)]
  return apis.has(label) && (parent === 'localhost' || hosts.has(parent)) ? label : undefined
}

function locate(target: string, hostApi: string): Omit<Address, keyof Origins> {
  const queryAt = target.indexOf('?')
  const whole = queryAt < 0 ? target : target.slice(0, queryAt)
  const search = queryAt < 0 ? '' : target.slice(queryAt)
  // A client may encode the tilde; the address is the same (RFC 3986, 2.3 and 6.2.2.2).
  const [mountOfWorld = '', world = ''] = /^\/(?:~|%7e)([^/]*)/i.exec(whole) ?? []
  const known = worldPattern.test(world) ? world : ''
  const worldMount = known && mountOfWorld
  const inWorld = whole.slice(worldMount.length)
  if (hostApi) return { api: hostApi, world: known, mount: worldMount, path: inWorld, search }
  const api = /^\/([^/]*)/.exec(inWorld)?.[1] ?? ''
  const mount = api ? `${worldMount}/${api}` : worldMount
  return { api, world: known, mount, path: whole.slice(mount.length), search }
}
