import type { Server, ServerResponse } from 'node:http'
import type { Server as NetServer, Socket } from 'node:net'

interface UnderWay {
  /** All that takes connections for the server, which may be the server itself. */
  readonly bound: readonly NetServer[]
  /** Everything that is being answered. */
  readonly answers: ReadonlySet<ServerResponse>
  /** Everyone who is connected. */
  readonly sockets: ReadonlySet<Socket>
  readonly longestDrain: number
}

/**
 * Resolves when the last answer is out; false if some had to be cut off. A connection kept alive is idle, not closed,
 * once its answer is out: each is told to end, or is ended then.
 */
export function drain(server: Server, { bound, answers, sockets, longestDrain }: UnderWay): Promise<boolean> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => {
      server.closeAllConnections()
      resolve(false)
    }, longestDrain)
    void Promise.all(bound.map(closed)).then(() => {
      clearTimeout(cutOff)
      resolve(true)
    })
    for (const response of lastOfEachConnection(answers)) closeAfter(response)
    server.closeIdleConnections()
    closeUnused(sockets)
  })
}

/** Takes no more connections, and resolves when the last one has ended. */
function closed(server: NetServer): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}

/** Makes an answer the last of its connection, and has it say so. */
export function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

/** Of requests sent one behind the other, an end announced before the last would leave the rest unanswered. */
function lastOfEachConnection(answers: ReadonlySet<ServerResponse>): Iterable<ServerResponse> {
  return new Map([...answers].map((response) => [response.req.socket, response])).values()
}

/** Browsers connect ahead of need; Node waits for the first request of such a connection as if it had begun. */
function closeUnused(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
}
