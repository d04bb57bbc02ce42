import type { Answer, Lifecycle, Setting } from './declarations.ts'

/**
 * `x-ways` of a security scheme: by name, the ways to get its credential. The words are those of OpenAPI links and
 * Arazzo (`operationId`, `parameters`, `requestBody`, `$inputs`, `$outputs`, `$response.body#/…`).
 */
export type Ways = Readonly<Record<string, Way>>

/** One way: obtained by a call (`obtain`), fetched by the browser (`redirect`), or held from the start (neither). */
export interface Way {
  readonly description?: string
  /** What a client needs for it. */
  readonly inputs?: Readonly<Record<string, WayInput>>
  readonly obtain?: WayCall
  readonly redirect?: WayRedirect
  readonly renew?: WayCall
  readonly end?: WayCall
  /** What is kept of the answers of `obtain` and `renew`. */
  readonly outputs?: Readonly<Record<string, WayOutput>>
  /** Account data that the answer of `obtain` shows: `$account.email`. */
  readonly answer?: Answer
  /** How its credential differs from the others of its scheme. */
  readonly lifecycle?: Lifecycle
  /** When the credential expires: a date, seconds from the answer, or the `exp` of a JWT (RFC 7519, 4.1.4). */
  readonly expires?: { readonly [Form in ExpiryForm]?: string }
  /** What is sent with a request; nothing for a cookie, which the browser keeps. */
  readonly send?: string | { readonly username: string; readonly password: string }
}

type ExpiryForm = 'at' | 'in' | 'jwt'

/** What an input is, whatever a way calls it. */
export type InputMeaning =
  | 'login'
  | 'password'
  | 'one-time-password'
  | 'key'
  | 'client'
  | 'client-secret'
  /** The account to act for. */
  | 'subject'
  | 'tenant'
  | 'scope'
  | 'provider'
  | 'redirect-uri'
  /** Whether a cookie has to be sent to the API from pages of other sites. */
  | 'cross-site'
  /** Whether an account that does not exist is created. */
  | 'create'

interface WayInput {
  readonly description?: string
  /** Default: inferred from its name and from what it is sent as. */
  readonly is?: InputMeaning
  /** Default: true. */
  readonly required?: boolean
}

/** What an output is: sent with requests, sent to renew that, or something that comes along. */
export type OutputMeaning = 'credential' | 'refresh' | 'account-id' | 'key' | 'other'

/** An expression such as `$response.body#/token`, `$response.header.X-Token` or `$response.cookie.session`. */
export type WayOutput = string | { readonly at: string; readonly is?: OutputMeaning }

/** A call of an operation; values are constants or expressions. */
export interface WayCall {
  readonly operationId: string
  readonly parameters?: Readonly<Record<string, Value>>
  readonly requestBody?: WayBody
  /** By security scheme, where the operation takes a credential that is one of the inputs. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** A call that sends the browser to an identity provider. */
export interface WayRedirect extends WayCall {
  /** The operation that the provider sends the browser back to. */
  readonly callback?: string
  /** Where a login may end, and where it ends unless the request says; default: any address of this machine. */
  readonly returnTo?: {
    readonly allowed?: Setting<readonly string[]>
    readonly default?: Setting<string>
  }
}

/** The members of a request body. */
export interface WayBody {
  readonly [name: string]: Value | WayBody
}

/** A constant, or an expression: `$inputs.name`, `$outputs.name`. */
export type Value = string | number | boolean
