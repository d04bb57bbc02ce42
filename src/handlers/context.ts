import type { Reply } from '../contract/handler.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { OwnData } from './store.ts'

/**
 * What a handler works with, in addition to its request. Everything is of one API in one world. A handler whose operation takes
 * a credential also has the `caller`.
 */
export interface HandlerContext<
  Settings extends object = Readonly<Record<string, unknown>>,
  WayName extends string = string,
> {
  /** The account that the credential of the request acts for; undefined without one, and for a client that acts for itself. */
  readonly account: Account | undefined
  /** The same account. Without one, the request is refused as if it had no credential. */
  signedIn(): Account
  /** Milliseconds since 1970 by the clock of the world, which tests move. */
  clock(): number
  /** That many random bytes. */
  random(bytes: number): Uint8Array
  /** The settings of the contract (`x-settings`) and the limits of every API, as they are now. */
  readonly settings: Settings
  /** Where the request was sent to, for links that lead back. */
  readonly place: Place
  /** The data of the API. */
  readonly store: OwnData
  /** Issues the credential of a way (`x-ways`) for an account, without a login. */
  issue(way: WayName, account: Account): Promise<Issued>
  /** Revokes the credentials of an account, all or those of one way; the number of them. */
  revoke(which: { readonly account: Pick<Account, 'id'>; readonly way?: WayName }): Promise<number>
}

/** An account of the API in its world. */
export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
  /** The first of its roles. */
  readonly role: string
  /** All of them. */
  readonly roles: readonly string[]
  /** When it was disabled, in milliseconds since 1970; undefined while it is in use. */
  readonly disabled: number | undefined
  readonly created: number
  /** What the contract says of its accounts in addition (`x-accounts`). */
  readonly data: Readonly<Record<string, unknown>>
}

/** Who sends a request, by the credential in it. */
export interface Caller {
  /** Undefined for a client that acts for itself, and where any credential is accepted (`auth: presence`). */
  readonly account: Account | undefined
  /** The OAuth client, if there is one. */
  readonly client: string | undefined
  /** The way (`x-ways`) that the credential is of. */
  readonly way: string | undefined
  /** What separates data of one account by the way, such as `live` and `test`: `partition` of `x-lifecycle`. */
  readonly partition: string | undefined
  /** What the credential is good for. */
  readonly scopes: readonly string[]
}

/** The callers of an API, by security scheme. */
export type Callers<SchemeName extends string> = Readonly<Record<SchemeName, Caller>>

/** Where a request was sent to. */
export interface Place {
  /** `''` is the default world. */
  readonly world: string
  /** Scheme, host and port: `http://localhost:4000`. */
  readonly origin: string
  /** What follows the origin, in front of the path of the API: `/shop`, `/~ci/shop`. */
  readonly mount: string
}

/** A credential that was issued; this is the only time that it can be read. */
export interface Issued {
  readonly credential: string
  /** Undefined for a way that is not renewed. */
  readonly refresh: string | undefined
  /** Milliseconds since 1970; undefined for never. */
  readonly expires: number | undefined
}

/** What the control API runs at once and a vendor would run regularly: `export const purge`; the number of things removed. */
export type Purge = (context: Pick<HandlerContext, 'clock' | 'store'>) => Promise<number>

/** A handler once its types are forgotten. */
type ErasedHandler = (...given: readonly [request: never, context: never]) => Reply | Refusal | Promise<Reply | Refusal>

/** What a handlers file exports. */
export interface HandlersFile {
  readonly handlers?: Readonly<Record<string, ErasedHandler>>
  readonly purge?: Purge
}
