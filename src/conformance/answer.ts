import { isDeepStrictEqual } from 'node:util'
import { Deviation } from './deviation.ts'
import type { WireAnswer, WireRequest } from './http.ts'
import { steady } from './steady.ts'

/** An answer that keeps its contract, with the expectations a check has beyond that. */
export class Answer<Body = unknown> {
  readonly status: number
  /** The decoded body; undefined if there is none, or if it says that it is JSON and is not. */
  readonly body: Body
  readonly text: string
  /** The address that was asked. */
  readonly url: URL
  readonly #request: WireRequest
  readonly #answer: WireAnswer

  constructor(request: WireRequest, answer: WireAnswer) {
    this.status = answer.status
    this.text = answer.text
    this.url = request.url
    this.body = decode(answer) as Body
    this.#request = request
    this.#answer = answer
  }

  /** The header lines, in order. */
  get headers(): readonly (readonly [string, string])[] {
    return this.#answer.headers
  }

  /** The lines of a header field, in order. */
  all(name: string): string[] {
    return this.#answer.headers
      .filter(([field]) => field.toLowerCase() === name.toLowerCase())
      .map(([, value]) => value)
  }

  /** A header field that stands once; undefined if it does not stand. */
  header(name: string): string | undefined {
    return this.all(name)[0]
  }

  /** Throws a {@link Deviation} unless both are the same, members and all. */
  is<Value>(what: string, expected: Value, received: Value): void {
    if (!isDeepStrictEqual(received, expected)) this.differs(`${what} ${shown(expected)}`, shown(received))
  }

  /** Throws a {@link Deviation} unless an object has these members; it may have others, since no answer is closed. */
  has<Value extends object>(what: string, expected: Value, received: object | undefined): void {
    const named = Object.keys(expected).map((name) => [name, (received as Record<string, unknown> | undefined)?.[name]])
    this.is<object>(what, expected, Object.fromEntries(named))
  }

  /** Throws a {@link Deviation} unless an answer says the same as another, but for ids and times of each. */
  saysAs(other: Answer): void {
    this.is('the body', steady(other.body), steady(this.body))
  }

  /** Throws a {@link Deviation} unless the claim holds. */
  holds(claim: string, holds: boolean, received: unknown): void {
    if (!holds) this.differs(claim, shown(received))
  }

  /** When it was sent, by its own account, in milliseconds. */
  get date(): number {
    return Date.parse(this.header('date') ?? '') || Date.now()
  }

  differs(expected: string, received: string): never {
    throw new Deviation(expected, received, this.#request, this.#answer)
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing')
}

function decode({ text, headers }: WireAnswer): unknown {
  if (text === '') return undefined
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (!/[/+]json\b/i.test(type)) return text
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
