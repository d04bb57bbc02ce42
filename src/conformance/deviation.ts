import type { WireAnswer, WireRequest } from './http.ts'

/** A server that does not do what its contract or a fact says: what was sent, what should have come, what came. */
export class Deviation extends Error {
  override readonly name = 'Deviation'
  readonly expected: string
  readonly received: string
  readonly sent: string
  // Private, so that whoever prints the error prints no secret.
  readonly #request: WireRequest
  readonly #answer: WireAnswer | undefined

  constructor(expected: string, received: string, request: WireRequest, answer?: WireAnswer, options?: ErrorOptions) {
    const sent = describeRequest(request)
    super(
      [
        `expected ${expected}`,
        `received ${received}`,
        `after ${sent}`,
        ...(answer ? [describeAnswer(answer)] : []),
      ].join('\n'),
      options,
    )
    this.expected = expected
    this.received = received
    this.sent = sent
    this.#request = request
    this.#answer = answer
  }

  /** What was sent, secrets and all. */
  get request(): WireRequest {
    return this.#request
  }

  /** What came, secrets and all; undefined if nothing did. */
  get answer(): WireAnswer | undefined {
    return this.#answer
  }
}

/** A request in a line, without the values of its credentials and its body. */
function describeRequest({ method, url, headers, body }: WireRequest): string {
  const shown = headers.map(([name, value]) => `${name}: ${isSecret(name) ? '…' : cut(value)}`)
  return [`${method} ${url.pathname}`, ...shown, ...(body ? [`${body.length} bytes`] : [])].join(', ')
}

function isSecret(name: string): boolean {
  return /^(authorization|cookie|x-api-key)$/i.test(name)
}

const longest = 300

function describeAnswer({ status, text }: WireAnswer): string {
  return `which was answered ${status} ${cut(text)}`
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
