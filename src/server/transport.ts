import type { IncomingHttpHeaders } from 'node:http'
import type { Stream } from '../contract/handler.ts'

/** What the pipeline needs of a request, whatever server received it. */
export interface ServedRequest {
  /** By name in lower case. */
  readonly headers: IncomingHttpHeaders
  /** Names and values in turn, as they came in; repeated lines apart. */
  readonly rawHeaders: readonly string[]
  /** All bytes of a body of at most `limit`. Throws if somebody has read of it before. */
  readBytes(limit: number): Promise<BodyBytes>
}

/** A body is too large by its length or once it has grown too long, and cut off if its sender goes away. */
export type BodyBytes = Buffer | 'too-large' | 'cut-off'

/** Where the answer to a request goes. An answer whose reader has gone is dropped without an error. */
export interface ServedResponse {
  /** A whole answer. */
  send(status: number, headers: SentHeaders, body?: string | Uint8Array): void
  /** Sends bytes as they come. The source is cancelled if the client goes away; `failed` is called if the source fails. */
  pipe(status: number, headers: SentHeaders, source: ReadableStream<Uint8Array>, failed: Failed): void
  /** An answer that comes bit by bit. */
  stream(status: number, headers: SentHeaders, stream: Stream): void
}

export type Failed = (error: unknown) => void

export type SentHeaders = Readonly<Record<string, string | number | readonly string[]>>

/** Milliseconds between two comments that show that a stream lives. */
const heartbeat = 15_000

/** Bytes that wait for the reader of a stream before it is disconnected; it connects again and asks for what it missed. */
export const longestLag = 1_048_576

/** Starts a stream that shows it is alive; the result ends both. */
export function start(stream: Stream, sink: Parameters<Stream>[0]): () => void {
  const timer = setInterval(() => sink.write(': still here\n\n'), heartbeat).unref()
  const stop: (() => void) | undefined = stream(sink)
  return () => {
    clearInterval(timer)
    stop?.()
  }
}

/** The bytes of a source, which is cancelled if its reader goes away; `failed` is called if it fails or gives no bytes. */
export function watched(
  source: ReadableStream<unknown>,
  failed: Failed,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  let isLeft = false
  const leave = (reason?: unknown) => {
    isLeft = true
    return reader.cancel(reason).catch(() => {})
  }
  const next = async () => {
    const { done, value } = await reader.read()
    if (done) return undefined
    if (value instanceof Uint8Array) return value
    throw new TypeError('A stream of a reply gave a chunk that is not a Uint8Array')
  }
  signal?.addEventListener('abort', () => leave(signal.reason), { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await next()
          // The source has ended because it was cancelled, so the body is incomplete.
          if (isLeft) controller.error(signal?.reason)
          else if (chunk) controller.enqueue(chunk)
          else controller.close()
        } catch (error) {
          failed(error)
          controller.error(error)
          leave(error)
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
}
