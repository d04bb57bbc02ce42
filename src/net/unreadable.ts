import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { lastRefusal } from './refusal.ts'

interface Surroundings {
  /** Everything that is being answered. */
  readonly answers: ReadonlySet<ServerResponse>
  readonly longestFarewell: number
}

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/**
 * What is no HTTP at all is answered by Node's own status, and the connection ends (RFC 9112, 2.2). The client gets a
 * moment to read the answer: closing on what it still sends would reset the connection before that (RFC 9112, 9.6).
 */
export function refuseUnreadable(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { answers, longestFarewell }: Surroundings,
): void {
  if (socket.writableEnded) return
  if (!socket.writable || error.code === 'ECONNRESET' || isBeingAnswered(socket, answers)) {
    socket.destroy()
    return
  }
  const farewell = setTimeout(() => socket.destroy(), longestFarewell)
  socket.once('close', () => clearTimeout(farewell))
  socket.end(refusal(statuses[error.code ?? ''] ?? 400))
}

/** A second answer in the middle of one that has begun would be read as part of it. */
function isBeingAnswered(socket: Duplex, answers: ReadonlySet<ServerResponse>): boolean {
  return [...answers].some((response) => response.socket === socket && response.headersSent && !response.writableEnded)
}

function refusal(status: number): string {
  const { headers, body } = lastRefusal(status)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
