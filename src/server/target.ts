/** A request target taken apart. */
export interface Target {
  /** As it was sent, undecoded. */
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly search: string
}

/** Reads a request target; the scheme and authority of an absolute one say nothing of the resource (RFC 9112, 3.2.2). */
export function targetOf(url: string): Target {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '')
  const queryAt = target.indexOf('?')
  return queryAt < 0 ? { path: target, search: '' } : { path: target.slice(0, queryAt), search: target.slice(queryAt) }
}

/** Whether a path is that of an API at this base path, or below it. */
export function isUnder(basePath: string, path: string): boolean {
  return path === basePath || path.startsWith(`${basePath}/`)
}
