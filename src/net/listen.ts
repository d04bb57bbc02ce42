import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from 'node:net'
import { closeAfter, drain } from './drain.ts'
import { guardHead } from './guard-head.ts'
import { limits as usualLimits } from './limits.ts'
import { hostName } from './listening-host.ts'
import { lastRefusal } from './refusal.ts'
import { Turns } from './turns.ts'
import { refuseUnreadable } from './unreadable.ts'

/** A port that cannot be had; the message says which and what to do. */
export class PortRefused extends Error {
  override readonly name = 'PortRefused'
}

/** A server that listens, and can stop without losing a request. */
export interface Listening {
  readonly port: number
  /**
   * Refuses new connections, answers what was accepted, and resolves when the last answer is out: true if all were
   * answered, false if some had to be cut off.
   */
  stop(): Promise<boolean>
}

export async function listen(
  handler: RequestListener,
  port: number,
  host: string,
  limits = usualLimits,
): Promise<Listening> {
  const answers = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  const turns = new Turns(limits.mostWaitingRequests)
  let stopping: Promise<boolean> | undefined
  const server = createServer(limits.server, (request, response) => {
    answers.add(response)
    guardHead(response)
    response.once('close', () => {
      answers.delete(response)
      if (stopping) server.closeIdleConnections()
    })
    if (stopping) closeAfter(response)
    turns.take(request, response, () => handler(request, response))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      for (const response of turns.end(socket)) answers.delete(response)
    })
  })
  server.maxConnections = limits.mostConnections
  // Node would leave out what is beyond 2,000, without a word; their size has a limit.
  server.maxHeadersCount = 0
  server.on('checkExpectation', refuseExpectation)
  server.on('clientError', (error, socket) =>
    refuseUnreadable(error, socket, { answers, longestFarewell: limits.longestFarewell }),
  )
  const bound = host === 'localhost' ? await bindLoopback(server, port) : [await bind(server, port, host)]
  return {
    port: portOf(server),
    stop() {
      stopping ??= drain(server, { bound, answers, sockets, longestDrain: limits.longestDrain })
      return stopping
    },
  }
}

/**
 * Listens on both loopback addresses: browsers may take either one for `localhost` (RFC 6761, 6.3), and what another program
 * has there must not go unnoticed. Where there is no IPv6, nobody takes `[::1]`.
 */
async function bindLoopback(server: Server, port: number): Promise<readonly Server[]> {
  const options = { allowHalfOpen: true, noDelay: true }
  const second = createNetServer(options, (socket) => void server.emit('connection', socket))
  second.maxConnections = server.maxConnections
  for (let tries = 1; ; tries++) {
    const isBound = await bindIfPossible(second, port)
    try {
      await bind(server, isBound ? portOf(second) : port, '127.0.0.1')
      return isBound ? [server, second] : [server]
    } catch (error) {
      second.close()
      if (port !== 0 || tries === mostTries) throw error
    }
  }
}

/** How often another free port is tried, where one is free on one of the two addresses alone. */
const mostTries = 10

async function bindIfPossible(server: Server, port: number): Promise<boolean> {
  try {
    await bind(server, port, '::1')
    return true
  } catch (error) {
    const { code = '' } = (error as Error).cause as NodeJS.ErrnoException
    if (withoutIpv6.has(code)) return false
    throw error
  }
}

const withoutIpv6: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function bind(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) =>
      reject(new PortRefused(`Cannot listen on ${hostName(host)}:${port}: ${remedy(error)}`, { cause: error }))
    server.once('error', refuse).listen(port, host, () => {
      server.off('error', refuse)
      resolve(server)
    })
  })
}

function remedy(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'the port is taken; stop what holds it, or choose another one'
  if (error.code === 'EACCES') return 'the port is reserved; choose one above 1023'
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return 'this machine has no such address'
  return error.message
}

/** Nothing but `100-continue` can be expected (RFC 9110, 10.1.1), and Node sees to that one. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { headers, body } = lastRefusal(417)
  response.writeHead(417, headers).end(body)
}
