import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More than is sent. */
const announced = 1_024

/**
 * Begins an answer and resets the connection in the middle of it. A connection that ends without a byte is no failure to a
 * browser that has used it before: it sends the request again, also a POST, on another one.
 */
export function breakOff(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  const { req: request, socket } = response
  if (response.destroyed || response.headersSent || !socket || request.method === 'HEAD') {
    response.destroy()
    return
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': announced,
  })
  response.write('{')
  resetSoon(socket)
}

/** Milliseconds for the client to read what was sent: a reset takes back the rest on some systems. */
const readingTime = 100

/** Resets a connection once its client had time to read what was sent. */
export function resetSoon(socket: Socket): void {
  const timer = setTimeout(() => socket.resetAndDestroy(), readingTime)
  socket.once('close', () => clearTimeout(timer))
}
