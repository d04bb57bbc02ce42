import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page, a script, or whatever else a site serves under a path. */
export interface Served {
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A web site of a test: not the server under test, but where a frontend comes from, or somebody who means harm. */
export interface Site {
  readonly port: number
  /** What it was asked for, with the headers that came along. */
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** Its origin under a host name; `localhost` unless said. */
  origin(host?: string): string
  stop(): Promise<void>
}

const emptyPage: Served = { type: 'text/html', body: '<!doctype html><html lang="en"><title>Empty</title>' }

/** Serves what it is given, and an empty page under every other path, on a free port. */
export async function startSite(served: Readonly<Record<string, Served>> = {}): Promise<Site> {
  const asked: Site['asked'] = []
  const server = createServer(({ url = '/', headers }, response) => {
    const path = url.split('?')[0] ?? ''
    asked.push({ path, headers })
    const { type, body, headers: more } = served[path] ?? emptyPage
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, ...more }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    asked,
    origin: (host = 'localhost') => `http://${host}:${port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
