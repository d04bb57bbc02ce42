import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { TLSSocket } from 'node:tls'
import type { Sink, Stream } from '../contract/handler.ts'
import type { Damage } from '../net/damage.ts'
import { endAfterRequest } from '../net/linger.ts'
import {
  type BodyBytes,
  type Failed,
  longestLag,
  type SentHeaders,
  type ServedRequest,
  type ServedResponse,
  start,
  watched,
} from './transport.ts'

/** A request as `node:http` received it. */
export class NodeRequest implements ServedRequest {
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly raw: IncomingMessage

  constructor(raw: IncomingMessage) {
    this.headers = raw.headers
    this.rawHeaders = raw.rawHeaders
    this.raw = raw
  }

  /** What follows of a body that is too large is let pass unread. */
  readBytes(limit: number): Promise<BodyBytes> {
    const { raw } = this
    if (raw.readableDidRead) throw new TypeError('The body was read before: mount the API in front of body parsers')
    return new Promise((resolve) => {
      if (Number(this.headers['content-length'] ?? 0) > limit) return resolve('too-large')
      const chunks: Buffer[] = []
      let size = 0
      raw.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limit) resolve('too-large')
        else chunks.push(chunk)
      })
      raw.once('end', () => resolve(Buffer.concat(chunks)))
      raw.once('close', () => resolve('cut-off'))
    })
  }
}

/** A response of `node:http`. */
export class NodeResponse implements ServedResponse {
  readonly raw: ServerResponse
  /** What happens to a whole answer on its way. */
  damage: Damage | undefined

  constructor(raw: ServerResponse) {
    this.raw = raw
  }

  send(status: number, headers: SentHeaders, body?: string | Uint8Array): void {
    const { damage } = this
    const sent = damage && body !== undefined ? Buffer.from(body) : undefined
    if (!this.#begin(status, damage && sent ? { ...headers, 'Content-Length': damage.announced(sent) } : headers))
      return
    if (damage && sent) damage.deliver(this.raw, sent)
    else if (headers.Connection === 'close') endAfterRequest(this.raw.req, this.raw, body)
    else this.raw.end(body)
  }

  /** A source that breaks off takes the connection along, so that no client takes the part that was sent for the whole. */
  pipe(status: number, headers: SentHeaders, source: ReadableStream<Uint8Array>, failed: Failed): void {
    if (!this.#begin(status, headers)) {
      source.cancel().catch(() => {})
      return
    }
    // What goes wrong with the connection is no failure of the server.
    pipeline(Readable.fromWeb(watched(source, failed) as NodeStream<Uint8Array>), this.raw, () => {})
  }

  stream(status: number, headers: SentHeaders, stream: Stream): void {
    if (!this.#begin(status, headers)) return
    this.raw.once('close', start(stream, sinkOf(this.raw)))
  }

  #begin(status: number, headers: SentHeaders): boolean {
    if (this.raw.headersSent || this.raw.destroyed) return false
    this.raw.writeHead(status, headers as Parameters<ServerResponse['writeHead']>[1])
    return true
  }
}

/** The origin that a request was sent to, by what this process can see of it. */
export function ownOriginOf({ socket, headers }: IncomingMessage): string {
  return `${socket instanceof TLSSocket ? 'https' : 'http'}://${headers.host?.toLowerCase() ?? ''}`
}

/** A client that does not read neither fills the memory nor delays the shutdown. */
function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => {
      if (response.writableLength > longestLag) response.destroy()
      else if (!response.writableEnded) response.write(text)
    },
    end: () => {
      if (response.writableNeedDrain) response.destroy()
      else response.end()
    },
  }
}
