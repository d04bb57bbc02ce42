/**
 * Where a request is going on this server: which API, which world, mounted where. The same reading serves the reference
 * server and the mock, so that both answer to the same addresses.
 */
export interface Address {
  /** The API's id, or another first segment (`idp`, `healthz`); `''` for the front page. */
  readonly api: string
  /** `''` is the default world. */
  readonly world: string
  /** What stands in front of the API's own paths, e.g. `/~ci/<api>`; the `Path` of its cookies. */
  readonly mount: string
  /** The rest of the path as it was sent, undecoded. */
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly search: string
  /** Scheme, host and port as the client wrote them: `http://localhost:4000`. */
  readonly origin: string
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
  const origin = `http://${name}${parsed[2] ? `:${parsed[2]}` : ''}`
  return locate(absolute ? originForm(absolute[2] ?? '') : target, api, origin)
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

function locate(target: string, hostApi: string, origin: string): Address {
  const queryAt = target.indexOf('?')
  const whole = queryAt < 0 ? target : target.slice(0, queryAt)
  const search = queryAt < 0 ? '' : target.slice(queryAt)
  const world = /^\/~([^/]*)/.exec(whole)?.[1] ?? ''
  const known = worldPattern.test(world) ? world : ''
  const worldMount = known ? `/~${known}` : ''
  const inWorld = whole.slice(worldMount.length)
  if (hostApi) return { api: hostApi, world: known, mount: worldMount, path: inWorld, search, origin }
  const api = /^\/([^/]*)/.exec(inWorld)?.[1] ?? ''
  const mount = api ? `${worldMount}/${api}` : worldMount
  return { api, world: known, mount, path: whole.slice(mount.length), search, origin }
}
