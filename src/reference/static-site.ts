import { existsSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type Handler } from 'express'
import { isClientError, problem } from './problem.ts'

/** A folder of built files with an `index.html` that is served as it stands. */
export interface StaticSite {
  /** The path it stands under, `/` or `/docs`, and in every world with `/~NAME` in front. */
  readonly at: string
  readonly folder: string
  /** Its Content-Security-Policy. */
  readonly policy: string
  /** The command that builds it, named on the page that stands here until it was run. */
  readonly command: string
}

export function isBuilt({ folder }: Pick<StaticSite, 'folder'>): boolean {
  return existsSync(join(folder, 'index.html'))
}

/**
 * Serves a site under the path it is mounted at, to GET and HEAD, revalidated by its ETag at each use. What it does not
 * have is for the next handler; until it is built its front page is a 404 that says how to build it.
 */
export function staticSite({ folder, policy, command }: Omit<StaticSite, 'at'>): Handler {
  const headers = { 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy }
  const files = express.static(folder, {
    acceptRanges: false,
    cacheControl: false,
    lastModified: false,
    setHeaders: (response: ServerResponse) => response.setHeaders(new Map(Object.entries(headers))),
  })
  return (request, response, next) => {
    const isFrontPage = request.path === '/'
    if (!['GET', 'HEAD'].includes(request.method)) return isFrontPage ? refuseMethod(response) : next()
    if (isFrontPage && !isBuilt({ folder })) return notBuilt(response, command)
    return files(request, response, (error) => (isClientError(error) ? problem(response, error.status) : next(error)))
  }
}

function refuseMethod(response: Parameters<Handler>[1]): void {
  response.setHeader('Allow', 'GET, HEAD')
  problem(response, 405, 'This page is only read')
}

function notBuilt(response: Parameters<Handler>[1], command: string): void {
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not built yet</title>
<h1>Not built yet</h1>
<p>Run <code>${command}</code>, then load this page again.</p>
</html>
`
  response.writeHead(404, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
  })
  response.end(response.req.method === 'HEAD' ? undefined : page)
}
