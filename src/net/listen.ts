import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { closeAfter, drain } from './drain.ts'
import { guardHead } from './guard-head.ts'
import { limits as usualLimits } from './limits.ts'
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
  server.on('checkExpectation', refuseExpectation)
  server.on('clientError', (error, socket) =>
    refuseUnreadable(error, socket, { answers, longestFarewell: limits.longestFarewell }),
  )
  await bind(server, port, host)
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      stopping ??= drain(server, { answers, sockets, longestDrain: limits.longestDrain })
      return stopping
    },
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new PortRefused(`Cannot listen on ${host}:${port}: ${remedy(error)}`, { cause: error })),
    )
    server.listen(port, host, resolve)
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
