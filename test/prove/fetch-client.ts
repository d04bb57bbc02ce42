import { setTimeout as sleep } from 'node:timers/promises'

/** What a call is refused with, or undefined where the API did not answer at all. */
export interface Answered {
  readonly status: number
  readonly json: unknown
  readonly headers: Headers
}

interface Tokens {
  readonly access: string
  readonly refresh: string
}

/**
 * A client of the Notes API by plain fetch, as one writes it with care. Broken ones override one method each, and do what the
 * bug reports of real clients tell of.
 */
export class FetchClient {
  protected tokens: Tokens | undefined
  protected renewing: Promise<void> | undefined
  protected readonly base: string

  constructor(base: string) {
    this.base = base
  }

  /** What it would be careless to print. */
  get held(): object | undefined {
    return this.tokens
  }

  async logIn(): Promise<void> {
    const answer = await this.retried(() => this.post('/login', this.credentials()))
    this.tokens = tokensIn(answer) ?? this.failed(answer)
  }

  async logOut(): Promise<void> {
    const { access } = this.tokens ?? this.failed(undefined)
    this.tokens = undefined
    await this.send('POST', '/logout', undefined, access)
  }

  /** A call; once more after a renewal if its credential is refused. */
  async call(method: string, path: string, body?: unknown): Promise<Answered> {
    if (!this.tokens) throw new Error('Log in first')
    const { access } = this.tokens
    const answer = await this.retried(() => this.send(method, path, body, access))
    if (answer.status !== 401) return answer
    await this.renewed(access)
    return this.again(method, path, body)
  }

  protected again(method: string, path: string, body: unknown): Promise<Answered> {
    return this.retried(() => this.send(method, path, body, this.tokens?.access))
  }

  /** One renewal for everyone whose credential is the old one. */
  protected renewed(old: string): Promise<void> {
    if (this.tokens?.access !== old) return this.renewing ?? Promise.resolve()
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined
    })
    return this.renewing
  }

  protected async renew(): Promise<void> {
    const { refresh } = this.tokens ?? this.failed(undefined)
    const answer = await this.retried(() => this.post('/refresh', { refresh }))
    const renewed = tokensIn(answer)
    if (renewed) this.keep(renewed)
    // Only the API's own word ends the login; what a gateway says does not.
    else if (answer.status === 401) this.tokens = undefined
    if (!renewed) this.failed(answer)
  }

  protected keep(tokens: Tokens): void {
    this.tokens = tokens
  }

  protected credentials(): object {
    return { user: 'ada', password: 'correct-horse-battery-staple' }
  }

  /** Once more where the server says when, and after trouble. */
  protected async retried(send: () => Promise<Answered>): Promise<Answered> {
    const answer = await send()
    const wait = waitIn(answer)
    if (wait === undefined) return answer
    await sleep(wait)
    return send()
  }

  protected post(path: string, body: object): Promise<Answered> {
    return this.send('POST', path, body)
  }

  protected async send(method: string, path: string, body?: unknown, token?: string): Promise<Answered> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: jsonIn(text), headers: response.headers }
  }

  protected failed(answer: Answered | undefined): never {
    throw new Error(`Refused: ${answer?.status ?? 'no tokens'}`)
  }
}

export function waitIn({ status, headers }: Answered): number | undefined {
  const seconds = headers.get('Retry-After')
  return (status === 429 || status === 503) && seconds !== null ? Number(seconds) * 1_000 : undefined
}

export function tokensIn({ status, json }: Answered): Tokens | undefined {
  const { access, refresh } = Object(json) as Partial<Tokens>
  return status === 200 && typeof access === 'string' && typeof refresh === 'string' ? { access, refresh } : undefined
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What an app does: calls at once, one with a body, one more, and a logout. Errors are the app's to show. */
export async function useNotes(client: FetchClient): Promise<void> {
  const tolerantly = (work: Promise<unknown>) => work.catch(() => undefined)
  await client.logIn()
  await Promise.all([1, 2, 3].map(() => tolerantly(client.call('GET', '/notes'))))
  await tolerantly(client.call('POST', '/notes', { text: 'Water the plants' }))
  await tolerantly(client.call('GET', '/notes'))
  await client.logOut()
}
