import { type Answered, FetchClient, tokensIn, waitIn } from './fetch-client.ts'

/** A mistake of a client, and the one rule that sees it. */
interface Broken {
  readonly name: string
  readonly rule: string
  readonly situation: string
  readonly make: (base: string) => FetchClient
}

/** Every refused call renews for itself. */
class Storming extends FetchClient {
  protected override renewed(): Promise<void> {
    return this.renew()
  }
}

/** The renewal is used for the repetition alone. */
class KeepsOldToken extends FetchClient {
  #first: string | undefined

  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    this.#first ??= this.tokens?.access
    const answer = await this.send(method, path, body, this.#first)
    if (answer.status !== 401) return answer
    if (this.tokens?.access === this.#first) await this.renewed(this.#first ?? '')
    return this.again(method, path, body)
  }
}

/** One renewal at a time, but nobody asks whether the credential was renewed meanwhile. */
class RenewsLate extends FetchClient {
  protected override renewed(): Promise<void> {
    return super.renewed(this.tokens?.access ?? '')
  }
}

class LosesBody extends FetchClient {
  protected override again(method: string, path: string): Promise<Answered> {
    return super.again(method, path, undefined)
  }
}

class LogsInAfterLogout extends FetchClient {
  override async logOut(): Promise<void> {
    await super.logOut()
    const answer = await this.send('GET', '/notes')
    if (answer.status !== 401) return
    await this.logIn()
    await this.call('GET', '/notes')
  }
}

class SendsEndedToken extends FetchClient {
  override async logOut(): Promise<void> {
    const token = this.tokens?.access
    await super.logOut()
    // The first one may have been on its way already.
    for (const _ of [1, 2, 3]) await this.send('GET', '/notes', undefined, token)
  }
}

class LogsOutWithoutToken extends FetchClient {
  override async logOut(): Promise<void> {
    this.tokens = undefined
    await this.send('POST', '/logout')
  }
}

class IgnoresRetryAfter extends FetchClient {
  protected override async retried(send: () => Promise<Answered>): Promise<Answered> {
    const answer = await send()
    return waitIn(answer) === undefined ? answer : send()
  }
}

class NeverGivesUp extends FetchClient {
  protected override async retried(send: () => Promise<Answered>): Promise<Answered> {
    let answer = await super.retried(send)
    for (let tries = 0; answer.status >= 500 && tries < 100; tries++) answer = await super.retried(send)
    return answer
  }
}

class FollowsRedirects extends FetchClient {
  protected override async send(method: string, path: string, body?: unknown, token?: string): Promise<Answered> {
    const answer = await super.send(method, path, body, token)
    const location = answer.headers.get('Location')
    if (location === null) return answer
    await fetch(location, { headers: { Authorization: `Bearer ${token}` } })
    return answer
  }
}

/** As fetch does by itself: a POST that is answered 307 is sent to the other host, body and all. */
class FollowsLoginRedirects extends FetchClient {
  protected override async post(path: string, body: object): Promise<Answered> {
    const answer = await super.post(path, body)
    const location = answer.headers.get('Location')
    if (location !== null) await fetch(location, { method: 'POST', body: JSON.stringify(body) })
    return answer
  }
}

class RenewsOnAndOn extends FetchClient {
  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    let answer = await super.call(method, path, body)
    for (let tries = 0; answer.status === 401 && this.tokens && tries < 20; tries++) {
      await this.renewed(this.tokens.access)
      answer = await this.again(method, path, body)
    }
    return answer
  }
}

/** The refresh token of the login is kept for all renewals. */
class KeepsOldRefreshToken extends FetchClient {
  protected override keep({ access }: { readonly access: string }): void {
    this.tokens = { access, refresh: this.tokens?.refresh ?? '' }
  }

  override async logOut(): Promise<void> {
    await this.renew().catch(() => undefined)
    await super.logOut().catch(() => undefined)
  }
}

/** Whatever is not a success ends the login. */
class TakesTroubleForRefusal extends FetchClient {
  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    const answer = await super.call(method, path, body)
    if (answer.status < 500 || waitIn(answer) !== undefined) return answer
    await this.logIn()
    return this.again(method, path, body)
  }
}

class LogsInOnUnreadableAnswer extends FetchClient {
  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    const answer = await super.call(method, path, body)
    if (answer.status === 200 && answer.json === undefined) await this.logIn()
    return answer
  }
}

class LogsInOnReset extends FetchClient {
  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    try {
      return await super.call(method, path, body)
    } catch (error) {
      await this.logIn()
      throw error
    }
  }
}

class LogsInAfterFailedRenewal extends FetchClient {
  protected override async renew(): Promise<void> {
    await super.renew().catch(() => this.logIn())
  }
}

class RepeatsRefusedRenewal extends FetchClient {
  protected override async renew(): Promise<void> {
    const { refresh } = this.tokens ?? this.failed(undefined)
    for (let tries = 0; tries < 5; tries++) {
      const renewed = tokensIn(await this.post('/refresh', { refresh }))
      if (renewed) return this.keep(renewed)
    }
    this.failed(undefined)
  }
}

class PutsTokenInAddress extends FetchClient {
  protected override send(method: string, path: string, body?: unknown, token?: string): Promise<Answered> {
    return super.send(method, token === undefined ? path : `${path}?token=${token}`, body, token)
  }
}

/** Looks at `exp` with its own clock, before each call. */
class TrustsOwnClock extends FetchClient {
  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    const claims = JSON.parse(Buffer.from(this.tokens?.access.split('.')[1] ?? '', 'base64url').toString() || '{}')
    if (claims.exp * 1_000 < Date.now()) await this.renewed(this.tokens?.access ?? '')
    return super.call(method, path, body)
  }
}

/** An `{"error": …}` with 200 is kept as if it were tokens. */
class KeepsWhateverComes extends FetchClient {
  protected override async renew(): Promise<void> {
    const { refresh } = this.tokens ?? this.failed(undefined)
    const { json } = await this.post('/refresh', { refresh })
    this.keep(Object(json))
  }

  override async call(method: string, path: string, body?: unknown): Promise<Answered> {
    if (this.tokens && this.tokens.refresh === undefined) await this.logIn()
    return super.call(method, path, body)
  }
}

/** Broken clients, each with the situation and the rule that have to see it. */
export const brokenClients: readonly Broken[] = [
  { name: 'a refresh storm', situation: 'expired', rule: 'one-renewal', make: (base) => new Storming(base) },
  {
    name: 'the old token after a renewal',
    situation: 'expired',
    rule: 'old-credential-forgotten',
    make: (base) => new KeepsOldToken(base),
  },
  {
    name: 'the old refresh token',
    situation: 'expired',
    rule: 'refresh-sent-once',
    make: (base) => new KeepsOldRefreshToken(base),
  },
  {
    name: 'a renewal for a late refusal',
    situation: 'expired-late',
    rule: 'one-renewal',
    make: (base) => new RenewsLate(base),
  },
  {
    name: 'a body that is lost',
    situation: 'expired-with-body',
    rule: 'body-kept',
    make: (base) => new LosesBody(base),
  },
  {
    name: 'a login after a logout',
    situation: 'usual',
    rule: 'ended-is-forgotten',
    make: (base) => new LogsInAfterLogout(base),
  },
  {
    name: 'the ended token',
    situation: 'usual',
    rule: 'ended-is-forgotten',
    make: (base) => new SendsEndedToken(base),
  },
  {
    name: 'a logout without the token',
    situation: 'usual',
    rule: 'logout-ends-it',
    make: (base) => new LogsOutWithoutToken(base),
  },
  {
    name: 'a retry before its time',
    situation: 'too-many-calls',
    rule: 'waits-as-told',
    make: (base) => new IgnoresRetryAfter(base),
  },
  {
    name: 'a login before its time',
    situation: 'too-many-logins',
    rule: 'waits-as-told',
    make: (base) => new IgnoresRetryAfter(base),
  },
  { name: 'retries on end', situation: 'down', rule: 'attempts-bounded', make: (base) => new NeverGivesUp(base) },
  {
    name: "a token for a redirect's host",
    situation: 'call-redirect',
    rule: 'nothing-sent-elsewhere',
    make: (base) => new FollowsRedirects(base),
  },
  {
    name: "a password for a redirect's host",
    situation: 'login-redirect',
    rule: 'nothing-sent-elsewhere',
    make: (base) => new FollowsLoginRedirects(base),
  },
  {
    name: 'renewals on end',
    situation: 'refused-always',
    rule: 'no-renewal-loop',
    make: (base) => new RenewsOnAndOn(base),
  },
  {
    name: 'a refused renewal again',
    situation: 'renewal-refused',
    rule: 'failed-renewal-ends',
    make: (base) => new RepeatsRefusedRenewal(base),
  },
  {
    name: 'a 502 as a refusal',
    situation: 'call-html-502',
    rule: 'trouble-is-no-refusal',
    make: (base) => new TakesTroubleForRefusal(base),
  },
  {
    name: 'half a body as a refusal',
    situation: 'call-cut-json',
    rule: 'trouble-is-no-refusal',
    make: (base) => new LogsInOnUnreadableAnswer(base),
  },
  {
    name: 'no body as a refusal',
    situation: 'call-empty-200',
    rule: 'trouble-is-no-refusal',
    make: (base) => new LogsInOnUnreadableAnswer(base),
  },
  {
    name: 'a reset as a refusal',
    situation: 'call-reset',
    rule: 'trouble-is-no-refusal',
    make: (base) => new LogsInOnReset(base),
  },
  {
    name: 'a login after a renewal that a gateway lost',
    situation: 'renewal-html-502',
    rule: 'renewal-survives-trouble',
    make: (base) => new LogsInAfterFailedRenewal(base),
  },
  {
    name: 'an error as tokens',
    situation: 'renewal-error-200',
    rule: 'renewal-survives-trouble',
    make: (base) => new KeepsWhateverComes(base),
  },
  {
    name: 'a token in the address',
    situation: 'usual',
    rule: 'no-secret-in-address',
    make: (base) => new PutsTokenInAddress(base),
  },
  {
    name: 'its own clock',
    situation: 'clock-behind',
    rule: 'wrong-clock-tolerated',
    make: (base) => new TrustsOwnClock(base),
  },
]
