/** A login, renewal or logout that failed. It holds no secret: what was sent is taken out, even if the answer repeats it. */
export class AuthenticationFailed extends Error {
  override readonly name = 'AuthenticationFailed'
  readonly way: string
  /** What the API answered; undefined if it was not asked, or its answer holds no credential. */
  readonly status: number | undefined
  /** The refusal in the API's own form. */
  readonly refusal: unknown
  /** Seconds until another try makes sense, if the API says. */
  readonly retryAfter: number | undefined

  /** Whether the API has refused, in a form that its contract documents; anything else is an outage, which may pass. */
  readonly isFinal: boolean

  constructor(message: string, { way, status, refusal, retryAfter, isFinal = false }: FailureDetails) {
    super(message)
    this.way = way
    this.status = status
    this.refusal = refusal
    this.retryAfter = retryAfter
    this.isFinal = isFinal
  }
}

interface FailureDetails {
  readonly way: string
  readonly status?: number | undefined
  readonly refusal?: unknown
  readonly retryAfter?: number | undefined
  readonly isFinal?: boolean
}

/** An answer that would have taken the request somewhere else, which is not in the contract. */
export class RedirectRefused extends Error {
  override readonly name = 'RedirectRefused'
}

/** An answer that is not what its media type says. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

/** Takes what was sent out of what came back. */
export function scrub(answer: unknown, secrets: readonly unknown[]): unknown {
  const written = secrets
    .filter((secret) => typeof secret === 'string' && secret !== '')
    .map((secret) => JSON.stringify(secret).slice(1, -1))
  const text = JSON.stringify(answer)
  if (text === undefined || !written.some((secret) => text.includes(secret))) return answer
  return 'The refusal repeats what was sent'
}
