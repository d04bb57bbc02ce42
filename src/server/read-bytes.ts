import type { IncomingMessage } from 'node:http'

/** The largest body, in bytes, of an API that names no other. */
export const usualBodyLimit = 16_384

/**
 * All bytes of a body of at most `limit`. One that is too large is said to be so at once, by its length or when it has grown too long, and
 * what follows of it is let pass unread; a sender that goes away has cut it off. Throws if somebody has read of it before.
 */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large' | 'cut-off'> {
  if (request.readableDidRead) throw new TypeError('The body was read before: mount the API in front of body parsers')
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve('too-large')
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) resolve('too-large')
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('close', () => resolve('cut-off'))
  })
}
