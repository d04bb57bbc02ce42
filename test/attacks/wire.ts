import { connect, type Socket } from 'node:net'

/** What came back as it was written; no polite client has made sense of it. */
export interface RawAnswer {
  readonly version: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** A connection that says what it is told to, however wrong. */
export interface Wire {
  readonly socket: Socket
  write(bytes: string | Buffer): void
  /** The next answer, or `closed` if the connection ends before there is a whole one. */
  next(method?: string): Promise<RawAnswer | 'closed'>
  /** Resolves with what was never asked for when the other side has closed. */
  closed(): Promise<string>
  cut(): void
}

interface WireOptions {
  /** The loopback address to come from. */
  readonly from?: string
}

/** How long an answer may take, in milliseconds, before it counts as a hang. */
const patience = 15_000

export async function openWire(port: number, { from = '127.0.0.1' }: WireOptions = {}): Promise<Wire> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from })
  socket.setNoDelay(true)
  const received = collect(socket)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    next: (method = 'GET') => received.until((text, isOver) => readAnswer(text, method, isOver)),
    closed: () => received.until((text, isOver) => (isOver ? { found: text, rest: '' } : undefined)),
    cut: () => void socket.destroy(),
  }
}

/** Sends one request over a connection of its own and returns its first answer. */
export async function speak(
  port: number,
  request: string | Buffer,
  options?: WireOptions,
): Promise<RawAnswer | 'closed'> {
  const wire = await openWire(port, options)
  wire.write(request)
  const method = /^(\w*) /.exec(request.toString('latin1'))?.[1]
  return wire.next(method).finally(() => wire.cut())
}

/** A request in HTTP/1.1 with a Host, an end of headers and, where there is a body, its length. */
export function request(line: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${line} HTTP/1.1`, 'Host: localhost', ...headers, ...length, '', body].join('\r\n')
}

/** The lines of a header field, in order. */
export function lines({ headers }: RawAnswer, name: string): string[] {
  return headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
}

interface Taken<Found> {
  readonly found: Found
  readonly rest: string
}

type Take<Found> = (text: string, isOver: boolean) => Taken<Found> | undefined

/** Keeps what comes in, byte for byte, until someone can make something of it. */
function collect(socket: Socket) {
  let text = ''
  let isOver = false
  let wake = () => {}
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    isOver = true
    wake()
  })
  const take = async <Found>(read: Take<Found>): Promise<Found> => {
    for (;;) {
      const taken = read(text, isOver)
      if (taken) {
        text = taken.rest
        return taken.found
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    async until<Found>(read: Take<Found>): Promise<Found> {
      const { promise, reject } = Promise.withResolvers<never>()
      const deadline = setTimeout(() => reject(new Error(`No answer within ${patience / 1_000} seconds`)), patience)
      return Promise.race([take(read), promise]).finally(() => clearTimeout(deadline))
    },
  }
}

function readAnswer(text: string, method: string, isOver: boolean): Taken<RawAnswer | 'closed'> | undefined {
  const whole = splitAnswer(text, method)
  if (whole) return whole
  return isOver ? { found: 'closed', rest: text } : undefined
}

function splitAnswer(text: string, method: string): Taken<RawAnswer> | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...fields] = text.slice(0, end).split('\r\n')
  const [, version = '', status = '0'] = /^HTTP\/(\S+) (\d{3})/.exec(first) ?? []
  const headers = fields.map(
    (field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 2)] as const,
  )
  const answer = { version, status: Number(status), headers, body: '' }
  const after = text.slice(end + 4)
  const length = isBodiless(answer.status, method) ? 0 : Number(lines(answer, 'content-length')[0] ?? 0)
  if (after.length < length) return undefined
  const body = Buffer.from(after.slice(0, length), 'latin1').toString('utf8')
  return { found: { ...answer, body }, rest: after.slice(length) }
}

function isBodiless(status: number, method: string): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 304
}
