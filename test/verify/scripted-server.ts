import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as a script sees it. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** What a script answers; undefined keeps silent, 'hang-up' closes the connection. */
export type Scripted =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string | string[]>>
      readonly json?: unknown
      readonly text?: string
    }
  | 'hang-up'
  | undefined

export interface ScriptedServer {
  readonly url: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

/** A server of a few lines, which answers what its script says and nothing better. */
export async function startScripted(script: (asked: Asked) => Scripted): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const each = await read(request)
    asked.push(each)
    send(response, script(each))
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      const stopped = new Promise<void>((closed) => server.close(() => closed()))
      server.closeAllConnections()
      await stopped
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const { method = '', url = '', headers } = request
  return { method, path: url, headers, body: await text(request) }
}

function send(response: ServerResponse, scripted: Scripted): void {
  if (scripted === undefined) return
  if (scripted === 'hang-up') return void response.destroy()
  const { status, headers = {}, json, text: body = json === undefined ? '' : JSON.stringify(json) } = scripted
  response.writeHead(status, { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers })
  response.end(body)
}
