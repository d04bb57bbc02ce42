/**
 * `x-ways` of a security scheme: by name, the ways to come by its credential. The words are those of OpenAPI links and
 * Arazzo (`operationId`, `parameters`, `requestBody`, `$inputs`, `$outputs`, `$response.body#/…`).
 */
export type Ways = Readonly<Record<string, Way>>

/** One way: traded for (`obtain`), fetched by the browser (`redirect`), or held from the start (neither). */
export interface Way {
  readonly description: string
  /** What whoever takes this way has to bring. */
  readonly inputs?: Readonly<Record<string, WayInput>>
  readonly obtain?: WayCall
  readonly redirect?: WayCall
  readonly renew?: WayCall
  readonly end?: WayCall
  /** What is kept of the answers of `obtain` and `renew`. */
  readonly outputs?: Readonly<Record<string, string>>
  /** When the credential dies: a date, seconds from the answer, or the `exp` of a JWT (RFC 7519, 4.1.4). */
  readonly expires?: { readonly [Form in ExpiryForm]?: string }
  /** What travels; nothing for a cookie, which the browser keeps. */
  readonly send?: string | { readonly username: string; readonly password: string }
}

type ExpiryForm = 'at' | 'in' | 'jwt'

interface WayInput {
  readonly description: string
  /** True unless said. */
  readonly required?: boolean
}

/** A call of an operation; values are constants or expressions. */
export interface WayCall {
  readonly operationId: string
  readonly parameters?: Readonly<Record<string, WayValue>>
  readonly requestBody?: Readonly<Record<string, WayValue>>
  /** By security scheme, where the operation takes a credential that is one of the inputs. */
  readonly credentials?: Readonly<Record<string, string>>
}

type WayValue = string | number | boolean
