import { cookieIn, wireForm } from './attach.ts'
import type { Answer, Caller } from './caller.ts'
import { asCredential, type HeldCredential, isDue, isSame, readCredential } from './credential.ts'
import { AuthenticationFailed, scrub } from './errors.ts'
import type { Lock } from './lock.ts'
import type { CredentialStorage } from './storage.ts'
import { askFor, type CallRow, type ClientScheme, isComplete, type Values, type WayRow } from './ways.ts'

/** A credential has been replaced. */
export interface Renewed {
  readonly way: string
  /** When the new one dies, in milliseconds since 1970, if the API says. */
  readonly expires?: number
}

/** There is no credential any more, and none to be had without a login. */
export interface Lost {
  readonly way: string
  /** Refused by the API, or ended by another tab. */
  readonly reason: 'refused' | 'ended elsewhere'
  readonly status?: number
}

interface KeeperOptions {
  readonly way: string
  readonly row: WayRow
  readonly scheme: ClientScheme
  readonly inputs: Readonly<Record<string, unknown>>
  readonly key: string
  readonly storage: CredentialStorage
  readonly lock: Lock
  readonly call: Caller
  readonly now: () => number
  readonly onRenewed: (event: Renewed) => void
  readonly onLost: (event: Lost) => void
}

/** Looks after the credential of one way: comes by it, renews it, and lets go of it. */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #unsubscribe: (() => void) | undefined
  #flight: Promise<HeldCredential | undefined> | undefined
  /** Lost or logged out: nobody logs in again unasked. */
  #isOver = false
  #refusal: AuthenticationFailed | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
    const { way, key, storage, onLost } = options
    this.#unsubscribe = storage.subscribe?.(key, (held) => {
      if (!held) onLost({ way, reason: 'ended elsewhere' })
    })
  }

  get scheme(): string {
    return this.#options.row.scheme
  }

  /** Whether the browser keeps the credential, so that only an answer tells if there is one. */
  get isUnseen(): boolean {
    return this.#options.row.send === undefined
  }

  /** The credential to send: the one that is kept, its successor if it is about to die, or that of a first login. */
  async current(): Promise<HeldCredential | undefined> {
    const held = await this.#read()
    if (held && !isDue(held, this.#options.now())) return held
    if (!held && (this.#isOver || this.isUnseen || !this.#options.row.obtain)) return undefined
    if (!held && this.#refusal) throw this.#refusal
    try {
      return await this.#replace(held)
    } catch (error) {
      // What is about to die may still be good, or the API says that it is not.
      if (held) return held
      throw error
    }
  }

  /** What to send instead of what the API refused; undefined if its refusal stands. */
  async instead(failed: HeldCredential | undefined): Promise<HeldCredential | undefined> {
    const { row } = this.#options
    if (row.redirect && !this.#isOver) await this.#lose(401)
    if (!row.obtain) return undefined
    const held = await this.#read()
    if (held && !isSame(held, failed)) return held
    if (!held && (failed || this.#isOver)) return undefined
    try {
      return await this.#replace(failed)
    } catch (error) {
      if (failed) return undefined
      throw error
    }
  }

  /** Throws {@link AuthenticationFailed} unless there is a new credential in the end. */
  async login(): Promise<void> {
    const { row, way } = this.#options
    if (row.redirect) throw new TypeError(`Log in by "${way}" where loginUrl() leads`)
    while (this.#flight) await this.#settled()
    this.#isOver = false
    this.#refusal = undefined
    if (row.obtain && !(await this.#replace(undefined, true))) {
      throw new AuthenticationFailed(`Log in by "${way}": an input is missing`, { way })
    }
  }

  /** Lets go of the credential, here and then at the API; throws if the API could not be told. */
  async logout(): Promise<void> {
    const { row, way, call } = this.#options
    while (this.#flight) await this.#settled()
    const held = await this.#forget()
    if (!row.end || !(held || this.isUnseen)) return
    const value = await this.wire(held)
    const credentials = value === undefined ? {} : { [row.scheme]: value }
    const known = { inputs: await this.#ask(row.end), outputs: held?.outputs ?? {} }
    const { response } = await call(row.end, known, credentials)
    if (response.ok || response.status === 401) return
    throw new AuthenticationFailed(`Log out by "${way}": ${row.end.operation} answered ${response.status}`, {
      way,
      status: response.status,
    })
  }

  /** A credential as it travels; of a way without a login, what was brought. */
  async wire(held: HeldCredential | undefined): Promise<string | undefined> {
    const { row } = this.#options
    if (this.#isOver && !held) return undefined
    return wireForm(row, await this.#ask(row.send), held)
  }

  close(): void {
    this.#unsubscribe?.()
  }

  async #settled(): Promise<void> {
    await this.#flight?.catch(() => undefined)
  }

  /** Nobody renews what is being forgotten, in this tab or another. */
  async #forget(): Promise<HeldCredential | undefined> {
    const { key, storage } = this.#options
    let held: HeldCredential | undefined
    this.#isOver = true
    await this.#fly(async () => {
      held = await this.#read()
      await storage.delete(key)
      return undefined
    })
    return held
  }

  async #read(): Promise<HeldCredential | undefined> {
    const { storage, key, way } = this.#options
    return asCredential(await storage.get(key), way)
  }

  #ask(call: unknown): Promise<Values> {
    return askFor(this.#options.inputs, call)
  }

  /** Whoever wants another credential while one is on its way waits for that one. */
  #replace(failed: HeldCredential | undefined, afresh = false): Promise<HeldCredential | undefined> {
    return this.#flight ?? this.#fly(() => this.#next(failed, afresh))
  }

  #fly(job: () => Promise<HeldCredential | undefined>): Promise<HeldCredential | undefined> {
    const { lock, key } = this.#options
    this.#flight = lock(key, job).finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  /** Under the lock: another tab may have been first, so what is kept is read again. */
  async #next(failed: HeldCredential | undefined, afresh: boolean): Promise<HeldCredential | undefined> {
    const held = afresh ? undefined : await this.#read()
    if (held && !isSame(held, failed)) return held
    if (held) return this.#renew(held)
    return failed || this.#isOver ? undefined : this.#obtain()
  }

  async #obtain(): Promise<HeldCredential | undefined> {
    const { row } = this.#options
    const inputs = await this.#ask(row.obtain)
    if (!row.obtain || row.required.some((name) => inputs[name] === undefined)) return undefined
    const answer = await this.#options.call(row.obtain, { inputs, outputs: {} })
    if (answer.response.ok) return this.#keep(row.obtain, answer, {})
    const refusal = this.#failure(row.obtain, answer, inputs)
    if (refusal.isFinal) this.#refusal = refusal
    throw refusal
  }

  /** By the operation that renews; a way that has none logs in again. */
  async #renew(held: HeldCredential): Promise<HeldCredential | undefined> {
    const { row, way, onRenewed } = this.#options
    const call = row.renew ?? row.obtain
    const known = { inputs: await this.#ask(call), outputs: held.outputs }
    const isMissing = !row.renew && row.required.some((name) => known.inputs[name] === undefined)
    if (!call || isMissing || !isComplete(call, known)) return this.#lose(401)
    const answer = await this.#options.call(call, known)
    if (answer.response.ok) {
      const next = await this.#keep(call, answer, held.outputs)
      onRenewed({ way, ...(next.expires !== undefined && { expires: next.expires }) })
      return next
    }
    const failure = this.#failure(call, answer, { ...known.inputs, ...held.outputs })
    if (failure.isFinal) return this.#lose(answer.response.status)
    throw failure
  }

  async #keep(call: CallRow, { data, response }: Answer, before: Values): Promise<HeldCredential> {
    const { row, way, key, now, storage, scheme } = this.#options
    const read = readCredential(way, row, data, now(), before)
    if (!read) throw new AuthenticationFailed(`Log in by "${way}": ${call.operation} answered no credential`, { way })
    const held = { ...read, outputs: { ...read.outputs, ...cookieIn(response, scheme) } }
    await storage.set(key, held)
    return held
  }

  async #lose(status: number): Promise<undefined> {
    const { way, key, storage, onLost } = this.#options
    this.#isOver = true
    await storage.delete(key)
    onLost({ way, reason: 'refused', status })
  }

  #failure({ operation }: CallRow, { error, response }: Answer, sent: Values): AuthenticationFailed {
    const { way } = this.#options
    const { status, headers } = response
    const wait = Number(headers.get('Retry-After') ?? Number.NaN)
    return new AuthenticationFailed(`Log in by "${way}": ${operation} answered ${status}`, {
      way,
      status,
      refusal: scrub(error, Object.values(sent)),
      retryAfter: Number.isFinite(wait) ? wait : undefined,
    })
  }
}
