import { Agent, type IncomingMessage, request as startRequest } from 'node:http'
import { collect, type WireAnswer } from '../../src/conformance/http.ts'
import { type Sent, toWire } from '../../src/conformance/request.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import type { TestServer } from '../test-server.ts'

/** An answer as a test reads it. */
export interface Got extends WireAnswer {
  /** The decoded body; undefined if it is no JSON. */
  readonly json: unknown
  /** A header field that stands once; undefined if it does not stand. */
  header(name: string): string | undefined
  all(name: string): string[]
}

/** A world of its own in a server, so that tests do not meet each other's failures, clocks and sessions. */
export interface Place {
  readonly port: number
  readonly world: string
  /** `/~name`, in front of the path of an API. */
  readonly root: string
  /** Sends a request, from another loopback address of this machine if one is named. */
  send(method: string, path: string, sent?: Sent, from?: string): Promise<Got>
  /** What the owner of the API can do, by the control API. */
  hooks(api: string): Required<ReturnType<typeof sandboxHooks>>
  control(method: string, path: string, json?: unknown): Promise<Got>
}

let worlds = 0

/** A new world of the server. */
export function newPlace(server: Pick<TestServer, 'port'>): Place {
  return placeOf(server, `world-${worlds++}`)
}

/** A world by its name; the default one has none. */
export function placeOf({ port }: Pick<TestServer, 'port'>, world: string): Place {
  const root = world && `/~${world}`
  const send: Place['send'] = (method, path, sent = {}, from) => exchange(port, method, `${root}${path}`, sent, from)
  return {
    port,
    world,
    root,
    send,
    hooks: (api) => sandboxHooks(`http://127.0.0.1:${port}${root}/sandbox/v1`, api) as never,
    control: (method, path, json) => send(method, `/sandbox/v1${path}`, json === undefined ? {} : { json }),
  }
}

/** A new world whose clock stands still until it is moved, so that no wait is over by accident. */
export async function stillPlace(server: Pick<TestServer, 'port'>): Promise<Place> {
  const place = newPlace(server)
  await place.control('PATCH', '/clock', { now: '2026-03-01T12:00:00.000Z', frozen: true })
  return place
}

const agents = new Map<string, Agent>()

function agentOf(from: string): Agent {
  const agent = agents.get(from) ?? new Agent({ keepAlive: true, localAddress: from } as never)
  agents.set(from, agent)
  return agent
}

function exchange(port: number, method: string, path: string, sent: Sent, from = '127.0.0.1'): Promise<Got> {
  const { url, headers, body } = toWire(`http://127.0.0.1:${port}`, method, path, sent)
  const fields = [...(headers.some(([name]) => name === 'Host') ? [] : [['Host', url.host]]), ...headers]
  if (body) fields.push(['Content-Length', String(body.length)])
  return new Promise((resolve, reject) => {
    const options = { method, headers: fields.flat(), agent: agentOf(from), localAddress: from }
    startRequest(url, options, (incoming) => read(incoming).then(resolve, reject))
      .on('error', reject)
      .end(body)
  })
}

async function read(incoming: IncomingMessage): Promise<Got> {
  const { status, headers, text } = await collect(incoming)
  const all = (name: string) =>
    headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  const isJson = /json/.test(all('content-type')[0] ?? '')
  return {
    status,
    headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
    header: (name) => all(name)[0],
    all,
  }
}
