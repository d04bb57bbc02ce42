/**
 * The declarations of a contract beside `x-ways`: what one call cannot show of its credentials and accounts. Durations are
 * those of ISO 8601 (`PT15M`). The words are those of OpenAPI, Arazzo, RFC 6749, 7009 and 9700.
 */

/** A duration such as `PT15M`, or `never`. */
type Duration = string

/** A constant, or an expression such as `$account.email` (see {@link Shown} and {@link Asked}). */
type Scalar = string | number | boolean | null

/**
 * What an answer shows at a place: a constant, `$account.NAME` (`id`, `email`, `name`, `role`, `roles`, `created`, or a
 * further member), `$credentials.WAY` (one that is shown always), `$key.NAME`, `$page.NAME`, `$request.…`, `$settings.NAME`, `$uuid`; or a value
 * by another one, and what is shown where there is none.
 */
export type Shown =
  | Scalar
  | { readonly from: string; readonly as?: Readonly<Record<string, Scalar>>; readonly otherwise?: Scalar }

/** By JSON Pointer, what a documented answer shows instead of its example. */
export type Answer = Readonly<Record<string, Shown>>

/**
 * What a request said: `$request.body#/…`, `$request.query.NAME`, `$request.path.NAME`, `$request.header.NAME`, or a
 * constant; and what is taken where it said nothing.
 */
export type Asked = Scalar | { readonly from: string; readonly otherwise: Scalar }

/** A value, or `$settings.NAME`, which those who run the server can change. */
export type Setting<Value> = Value | string

/** `x-lifecycle` of a security scheme, and `lifecycle` of a way, which wins member by member. */
export interface Lifecycle {
  readonly credential?: {
    /** What the ledger, the console and reasons call it; default `credential`. */
    readonly name?: string
    readonly form?: CredentialForm
    /** What reasons say that it has to be, where its form is wrong. */
    readonly description?: string
    readonly lifetime?: Duration
    /** How long it lives without use. */
    readonly idle?: Duration
  }
  readonly refresh?: {
    readonly name?: string
    readonly form?: CredentialForm
    readonly lifetime?: Duration
    readonly idle?: Duration
    /** Default: `always` where the answer of a renewal documents a refresh token. */
    readonly rotation?: 'always' | 'never'
    readonly reuse?: 'revoke-family' | 'refuse'
    /** How long a predecessor may be repeated without harm. */
    readonly grace?: Duration
  }
  /** What `end` ends: this credential, all of its login, of its client and account, or of its account. */
  readonly ends?: 'this' | 'family' | 'client' | 'subject'
  readonly endedBy?: readonly ('password-changed' | 'account-disabled')[]
  /** How many live ones an account may have. */
  readonly atMost?: number
  readonly atLimit?: 'end-oldest' | 'refuse'
  /** `always`: kept sealed, so that it can be shown again. */
  readonly shown?: 'once' | 'always'
  readonly issuedAt?: 'login' | 'register' | 'activate' | 'action'
  /** Which of the API's data it sees, such as `live` or `test`. */
  readonly partition?: string
  readonly cookie?: {
    readonly sameSite?: 'lax' | 'strict' | 'none'
    /** The input of the way that says whether the cookie has to work on pages of other sites. */
    readonly crossSite?: string
    /** The login ends the session that the browser had before. */
    readonly replaces?: boolean
  }
}

/** What a credential looks like; a `pattern` is anchored. */
export type CredentialForm =
  | 'opaque'
  | 'uuid'
  | { readonly pattern: string }
  | {
      readonly jwt: { readonly alg: 'HS256'; readonly claims?: Readonly<Record<string, Shown | readonly Shown[]>> }
    }

/** `x-accounts` at the root: what the accounts of an API are. */
export interface AccountRules {
  readonly id?: 'opaque' | 'uuid' | 'number' | { readonly pattern: string }
  /** How an e-mail is kept and shown; letter case never matters to a login. Default: `as-typed`. */
  readonly emails?: 'as-typed' | 'lower-case'
  /** What one logs in by; default: e-mail and login name. */
  readonly loginBy?: readonly ('email' | 'login' | 'phone')[]
  /** The first is that of a new account; default: the roles that `security` names. */
  readonly roles?: readonly string[]
  /** Further members of a new account. */
  readonly members?: Readonly<Record<string, unknown>>
  /** Members that an account must have to log in; any other looks like a wrong password. */
  readonly admits?: Readonly<Record<string, Scalar>>
  /** The member that lists what an account may enter: `$account.organizations`. Default: there is nothing to enter. */
  readonly tenants?: string
}

/** `x-settings` at the root: by name, what those who run the server can change. */
export interface SettingDeclaration {
  readonly description: string
  /** A JSON Schema; in addition to the formats of JSON Schema there is `origin`. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly default: unknown
  readonly advice?: { readonly atMost: number; readonly reason: string }
}

/** `x-action` of an operation: what it does to accounts, codes and keys. */
export type Action =
  | TokenEndpoint
  | Register
  | Activate
  | SendCode
  | IssueKey
  | ListKeys
  | RevokeKey
  | ShowAccount
  | ListAccounts
  | ChangeAccount

export type ActionKind = Action['kind']

interface Answering {
  readonly answer?: Answer
}

/** An OAuth 2 token endpoint (RFC 6749, 3.2). */
export interface TokenEndpoint extends Answering {
  readonly kind: 'token-endpoint'
  /** By `grant_type`, the ways it leads to; default: those whose calls have that constant. */
  readonly grants?: Readonly<Record<string, string | readonly string[]>>
  /** `body`, or the names of schemes; one of them (RFC 6749, 2.3). */
  readonly clientAuthentication?: readonly string[]
}

/** Creates an account. */
export interface Register extends Answering {
  readonly kind: 'register'
  /** `email`, `password`, `name`, `login`, `phone`, `role`; anything else is a further member of the account. */
  readonly account: Readonly<Record<string, Asked>>
  /**
   * It has to be activated within that time, by a message in which `{link}` leads to the operation that does it and `{code}` is
   * what that takes. Until then `$account.activated` is false; `admits` says whether such an account can log in.
   */
  readonly pending?: { readonly lifetime: Duration; readonly subject?: string; readonly body?: string }
  /** What happens where the e-mail has an account: a conflict, or the same answer and a message to its owner. */
  readonly taken?: 'refuse' | 'silent'
  /** The way whose credentials the answer has, as if one had logged in. */
  readonly then?: string
  readonly client?: Asked
  /** The length of a password in bytes of UTF-8. */
  readonly passwordBytes?: { readonly min: number; readonly max: number }
}

/** Activates the account of a sign-up that is pending. */
export interface Activate extends Answering {
  readonly kind: 'activate'
  readonly code: Asked
}

/** Sends a one-time password. */
export interface SendCode extends Answering {
  readonly kind: 'send-code'
  /** By channel, where to; one of them is sent. */
  readonly to: { readonly email?: Asked; readonly sms?: Asked }
  /** The way that redeems it. */
  readonly way: string
  /** `client`: only a client that acts for itself may ask for it, and no account; default: whoever may call. */
  readonly caller?: 'client'
  readonly digits?: number
  /** A number is one of seconds; default: ten minutes. */
  readonly lifetime?: Setting<Duration | number>
  readonly tries?: number
  /** Whether it can be asked for at all. */
  readonly enabled?: Setting<boolean>
  /** Whether an address that nobody has gets one, and an account by using it. */
  readonly create?: Setting<boolean>
}

/** Issues a key of a way for the caller's account. */
export interface IssueKey extends Answering {
  readonly kind: 'issue-key'
  readonly way: string
  /** Kept with the key, and shown as `$key.NAME`. */
  readonly members?: Readonly<Record<string, Asked>>
  readonly atMost?: Setting<number>
}

/** Lists the caller's keys, without the keys themselves. */
export interface ListKeys extends Answering {
  readonly kind: 'list-keys'
  readonly way: string
  /** Where in the answer the list stands. */
  readonly list: string
  readonly item: Answer
}

/** Ends a key of the caller's account. */
export interface RevokeKey extends Answering {
  readonly kind: 'revoke-key'
  readonly way: string
  readonly id: Asked
}

/** Shows the caller's account, or another one. */
export interface ShowAccount extends Answering {
  readonly kind: 'show-account'
  /** The id of the account; default: the caller's. */
  readonly subject?: Asked
  /** What the account has to be a member of. */
  readonly tenant?: Asked
}

/** Lists the accounts, oldest first. */
export interface ListAccounts extends Answering {
  readonly kind: 'list-accounts'
  readonly list: string
  readonly item: Answer
  readonly limit?: Asked
  readonly offset?: Asked
}

/** Changes the caller's account: all that is sent, or nothing. */
export interface ChangeAccount extends Answering {
  readonly kind: 'change-account'
  /** `email`, `password`, `name`; anything else is a further member of the account. */
  readonly members: Readonly<Record<string, Asked>>
  readonly passwordBytes?: { readonly min: number; readonly max: number }
  /** The message to the former address when the e-mail changes; `{email}` is the new one. */
  readonly notice?: { readonly subject: string; readonly body: string }
}
