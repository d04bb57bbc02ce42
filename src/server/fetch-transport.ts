import type { IncomingHttpHeaders } from 'node:http'
import type { Sink, Stream } from '../contract/handler.ts'
import { joinedLines } from '../contract/raw-headers.ts'
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

/** A request of the Fetch standard. */
export class FetchRequest implements ServedRequest {
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly #request: Request

  constructor(request: Request) {
    this.headers = Object.fromEntries(request.headers)
    this.rawHeaders = [...request.headers].flatMap(([name, value]) =>
      joinedLines(name, value).flatMap((line) => [name, line]),
    )
    this.#request = request
  }

  async readBytes(limit: number): Promise<BodyBytes> {
    const { body, bodyUsed, signal } = this.#request
    if (bodyUsed || body?.locked)
      throw new TypeError('The body was read before: pass the API a request whose body is unread')
    if (signal.aborted) return 'cut-off'
    if (!body) return Buffer.alloc(0)
    const reader = body.getReader()
    if (!(Number(this.headers['content-length'] ?? 0) > limit)) return readAll(reader, limit, signal)
    giveUp(reader)
    return 'too-large'
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** Lets the sender of a body stop. */
function giveUp(reader: Reader): void {
  reader.cancel().catch(() => {})
}

async function readAll(reader: Reader, limit: number, signal: AbortSignal): Promise<BodyBytes> {
  const leave = () => giveUp(reader)
  signal.addEventListener('abort', leave)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length
      if (size > limit) return 'too-large'
      chunks.push(next.value)
    }
    return signal.aborted ? 'cut-off' : Buffer.concat(chunks)
  } catch {
    return 'cut-off'
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

/** Makes the one response of the Fetch standard that a request is answered with. */
export class FetchResponse implements ServedResponse {
  readonly #request: Request
  readonly #made = Promise.withResolvers<Response>()

  constructor(request: Request) {
    this.#request = request
  }

  /** Comes with the beginning of the answer. */
  get made(): Promise<Response> {
    return this.#made.promise
  }

  send(status: number, headers: SentHeaders, body?: string | Uint8Array): void {
    this.#make(
      status,
      headers,
      withoutBody.has(status) ? undefined : (body as string | Uint8Array<ArrayBuffer> | undefined),
    )
  }

  /** The server of the response resets the connection if the source breaks off. */
  pipe(status: number, headers: SentHeaders, source: ReadableStream<Uint8Array>, failed: Failed): void {
    this.#make(status, headers, watched(source, failed, this.#request.signal))
  }

  stream(status: number, headers: SentHeaders, stream: Stream): void {
    this.#make(status, headers, bodyOf(stream, this.#request.signal))
  }

  #make(
    status: number,
    headers: SentHeaders,
    body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined,
  ): void {
    this.#made.resolve(new Response(body ?? null, { status, headers: headersOf(headers) }))
  }
}

/** The statuses that have no body (Fetch standard, 2.2.3). */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304])

/** Whether a connection goes on is for the server that has it. */
function headersOf(sent: SentHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(sent)) {
    if (name !== 'Connection') for (const line of [value].flat()) headers.append(name, String(line))
  }
  return headers
}

/** The bytes of a stream until its reader goes away or reads too slowly. */
function bodyOf(stream: Stream, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop: (() => void) | undefined
  let isOver = false
  const finish = (end?: () => void) => {
    if (isOver) return
    isOver = true
    end?.()
    stop?.()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => finish(() => controller.close())
        const sink: Sink = {
          write: (text) => {
            if (isOver) return
            if ((controller.desiredSize ?? 0) <= 0)
              finish(() => controller.error(new Error('The stream is read too slowly')))
            else controller.enqueue(encoder.encode(text))
          },
          end,
        }
        if (signal.aborted) return end()
        signal.addEventListener('abort', end, { once: true })
        stop = start(stream, sink)
        if (isOver) stop()
      },
      cancel: () => finish(),
    },
    { highWaterMark: longestLag, size: (chunk) => chunk?.byteLength ?? 0 },
  )
}
