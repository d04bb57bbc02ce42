import { isComplete, type Values } from '../ways/evaluate.ts'
import { wireForm } from './attach.ts'
import type { Answer } from './caller.ts'
import { credentialIn, type HeldCredential, isDue, isSame } from './credential.ts'
import { endAtApi } from './end.ts'
import { AuthenticationFailed } from './errors.ts'
import { failureOf } from './failure.ts'
import { fromOthers } from './from-others.ts'
import type { KeeperOptions, Why } from './keeper-options.ts'
import { tell } from './tell.ts'
import { Vault } from './vault.ts'
import { askFor, type CallRow } from './ways.ts'

/** Looks after the credential of one way: obtains it, renews it, and ends it. */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #vault: Vault
  readonly #unsubscribe: (() => void) | undefined
  #flight: Promise<HeldCredential | undefined> | undefined
  /** Lost or logged out: there is no login before somebody asks for one. */
  #isOver = false
  /** The credential that was last seen. */
  #known: HeldCredential | undefined
  /** Counts the changes made here, so that a slow read is not taken for news. */
  #changes = 0
  /** Another way or person has taken its place. */
  #isRetired = false
  /** A cookie that only the browser sees has been accepted. */
  #isAccepted = false
  #refusal: AuthenticationFailed | undefined
  /** The failure that said when to try again, and that moment. */
  #pause: { readonly failure: AuthenticationFailed; readonly until: number } | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
    const { way, key, storage, onStorageFailed } = options
    this.#vault = new Vault({ way, key, storage, onFailed: (event) => tell(onStorageFailed, event) })
    const stored = this.#vault.peek()
    if (stored === 'later') void this.#read()
    else this.#known = stored
    this.#unsubscribe = storage.subscribe?.(key, () => void this.#read())
  }

  get scheme(): string {
    return this.#options.row.scheme
  }

  /** Whether the browser keeps the credential, so that only an answer tells if there is one. */
  get isUnseen(): boolean {
    return this.#options.row.send === undefined
  }

  /** Whether there is a credential, as far as is known here. */
  get isAuthenticated(): boolean {
    const { obtain, redirect } = this.#options.row
    if (!obtain && !redirect) return !this.#isOver
    return this.#known !== undefined || (this.isUnseen && this.#isAccepted)
  }

  get changes(): number {
    return this.#changes
  }

  /** The API has accepted what the browser sent, unless that has changed since. */
  accepted(changes: number): void {
    if (!this.isUnseen || this.#isAccepted || changes !== this.#changes) return
    this.#isAccepted = true
    if (this.#options.row.redirect) this.#isOver = false
    this.#options.onChanged()
  }

  /** The credential to send where one is welcome and none is demanded. */
  async atHand(): Promise<HeldCredential | undefined> {
    return (await this.#read()) && this.current()
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
    if (row.redirect && (this.#isAccepted || !this.#isOver)) await this.#lose(401)
    if (!row.obtain) return undefined
    const held = await this.#read()
    if (held && !isSame(held, failed)) return held
    try {
      const next = await this.#successor(held, failed)
      return next ?? (await this.#loseCookie(held))
    } catch (error) {
      if (error instanceof AuthenticationFailed && error.isFinal) await this.#loseCookie(held)
      if (failed) return undefined
      throw error
    }
  }

  /** A cookie that was accepted once and is refused now has ended. */
  async #loseCookie(held: HeldCredential | undefined): Promise<undefined> {
    if (this.#isAccepted && !held) await this.#lose(401)
  }

  async #successor(
    held: HeldCredential | undefined,
    failed: HeldCredential | undefined,
  ): Promise<HeldCredential | undefined> {
    if (!held && (failed || this.#isOver)) return undefined
    if (!held && this.#refusal) throw this.#refusal
    return this.#replace(failed, { isRefused: true })
  }

  /** Throws {@link AuthenticationFailed} unless there is a new credential in the end. */
  async login(): Promise<void> {
    const { row, way } = this.#options
    if (row.redirect) throw new TypeError(`Log in by "${way}" where loginUrl() leads`)
    await this.#idle()
    this.#isOver = false
    this.#refusal = undefined
    this.#pause = undefined
    this.#options.onChanged()
    if (row.obtain && !(await this.#replace(undefined, { isAfresh: true }))) {
      throw new AuthenticationFailed(`Log in by "${way}": an input is missing`, { way })
    }
  }

  /** Ends the credential, here and then at the API; throws if the API could not be told. */
  async logout(): Promise<void> {
    const { row, way } = this.#options
    await this.#idle()
    const held = await this.#forget()
    if (!row.end || !(held || this.isUnseen)) return
    const failed = await endAtApi({ ...this.#options, ask: (call) => this.#ask(call), now: this.#options.now() }, held)
    if (!failed) return
    const { operation, status } = failed
    throw new AuthenticationFailed(`Log out by "${way}": ${operation} answered ${status}`, { way, status })
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

  /** Keeps nothing from now on, and tells nobody. */
  retire(): void {
    this.#isRetired = true
    this.close()
  }

  async #idle(): Promise<void> {
    while (this.#flight) await this.#flight.catch(() => undefined)
  }

  /** Nobody renews what is being forgotten, in this tab or another. */
  async #forget(): Promise<HeldCredential | undefined> {
    let held: HeldCredential | undefined
    await this.#fly(async () => {
      held = await this.#read()
      await this.#drop()
      return undefined
    })
    return held
  }

  /** Nothing is held here from now on. */
  async #drop(): Promise<void> {
    this.#isOver = true
    this.#isAccepted = false
    this.#note(undefined)
    await this.#vault.delete()
  }

  #note(held: HeldCredential | undefined): void {
    this.#changes++
    this.#known = held
    this.#options.onChanged()
  }

  /** What is kept; one that was known and has gone was ended elsewhere. */
  async #read(): Promise<HeldCredential | undefined> {
    const before = this.#changes
    const held = await this.#vault.read()
    if (before !== this.#changes || this.#isRetired) return held
    if (!held && this.#known) this.#endElsewhere()
    else if (!isSame(held, this.#known)) this.#note(held)
    return held
  }

  #endElsewhere(): void {
    this.#isOver = true
    this.#isAccepted = false
    this.#refusal = undefined
    this.#note(undefined)
    tell(this.#options.onLost, { way: this.#options.way, reason: 'ended elsewhere' })
  }

  #ask(call: unknown): Promise<Values> {
    return askFor(this.#options.inputs, call)
  }

  /** Whoever wants another credential while one is on its way waits for that one. */
  #replace(failed: HeldCredential | undefined, why: Why = {}): Promise<HeldCredential | undefined> {
    return this.#flight ?? this.#fly(() => this.#next(failed, why))
  }

  #fly(job: () => Promise<HeldCredential | undefined>): Promise<HeldCredential | undefined> {
    const { lock, key } = this.#options
    this.#flight = lock(key, job).finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  /** Under the lock: another tab may have been first, so what is kept is read again. */
  async #next(failed: HeldCredential | undefined, why: Why): Promise<HeldCredential | undefined> {
    if (why.isAfresh) return this.#obtain()
    const held = await this.#read()
    if (held && !isSame(held, failed)) return held
    if (!held && (failed || this.#isOver)) return undefined
    if (this.#pause && this.#options.now() < this.#pause.until) throw this.#pause.failure
    return held ? this.#renew(held, why) : this.#obtain()
  }

  async #obtain(): Promise<HeldCredential | undefined> {
    const { row } = this.#options
    const inputs = await this.#ask(row.obtain)
    if (!row.obtain || row.required.some((name) => inputs[name] === undefined)) return undefined
    const answer = await this.#options.call(row.obtain, { inputs, outputs: {} })
    if (answer.response.ok) return this.#keep(row.obtain, answer)
    const failure = this.#failure(row.obtain, answer, inputs)
    if (failure.isFinal) this.#refusal = failure
    throw failure
  }

  /** By the operation that renews; a way that has none logs in again. */
  async #renew(held: HeldCredential, { isRefused }: Why): Promise<HeldCredential | undefined> {
    const { row, way, onRenewed } = this.#options
    const call = row.renew ?? row.obtain
    const known = { inputs: await this.#ask(call), outputs: held.outputs }
    const isMissing = !row.renew && row.required.some((name) => known.inputs[name] === undefined)
    // What cannot be renewed is good until the API refuses it.
    if (!call || isMissing || !isComplete(call, known)) return isRefused ? this.#lose(401) : held
    const answer = await this.#options.call(call, known)
    if (answer.response.ok) {
      const next = await this.#keep(call, answer, held)
      if (next && !this.#isRetired)
        tell(onRenewed, { way, ...(next.expires !== undefined && { expires: next.expires }) })
      return next
    }
    const failure = this.#failure(call, answer, { ...known.inputs, ...held.outputs })
    if (!failure.isFinal) throw failure
    const next = await fromOthers(() => this.#read(), held, this.#options.mayRace)
    return next ?? (this.#known && this.#lose(answer.response.status))
  }

  /** Keeps what an answer holds, unless what it replaces has been ended elsewhere in the meantime. */
  async #keep(call: CallRow, answer: Answer, replaced?: HeldCredential): Promise<HeldCredential | undefined> {
    const { way, now } = this.#options
    const held = credentialIn(this.#options, answer, now(), replaced?.outputs)
    if (!held) throw new AuthenticationFailed(`Log in by "${way}": ${call.operation} answered no credential`, { way })
    if (this.#isRetired) return held
    if (replaced && !(await this.#read())) return undefined
    this.#pause = undefined
    this.#isOver = false
    this.#note(held)
    await this.#vault.write(held)
    return held
  }

  async #lose(status: number): Promise<undefined> {
    if (this.#isRetired) return
    await this.#drop()
    tell(this.#options.onLost, { way: this.#options.way, reason: 'refused', status })
  }

  /** What an answer says that is no success, and until when there is no use in another try. */
  #failure(call: CallRow, answer: Answer, sent: Values): AuthenticationFailed {
    const now = this.#options.now()
    const failure = failureOf(this.#options.way, call, answer, sent, now)
    const { retryAfter } = failure
    this.#pause = retryAfter === undefined ? undefined : { failure, until: now + retryAfter * 1_000 }
    return failure
  }
}
