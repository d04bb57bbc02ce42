import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from './limits.ts'

/**
 * Ends an answer that closes the connection. Closing on a sender who is still at it can take the answer away before it
 * is read (RFC 9112, 9.6), so the end waits for the rest of the request, which nobody reads, but not for long.
 */
export function endAfterRequest(request: IncomingMessage, response: ServerResponse, body?: string | Uint8Array): void {
  if (request.complete) {
    response.end(body)
    return
  }
  if (body === undefined) response.flushHeaders()
  else response.write(body)
  const timer = setTimeout(() => response.end(), limits.longestFarewell)
  request.once('close', () => {
    clearTimeout(timer)
    response.end()
  })
  request.resume()
}
