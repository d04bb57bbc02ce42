import type { SettingNeed } from './setting-table.ts'

/** What a check may ask of the owner of a server, since no client can do it. */
export interface Hooks {
  /** Moves the server's time on. */
  readonly advanceClock?: (seconds: number) => Promise<void>
  /** Stops the server's time until `reset`: a wait of a second is then not over before it is seen, however slow both are. */
  readonly freezeClock?: () => Promise<void>
  /** Makes an account that can log in. */
  readonly createAccount?: (account: NewPerson) => Promise<void>
  /** Shuts an account out, or lets it in again. */
  readonly disableAccount?: (email: string, disabled: boolean) => Promise<void>
  /** Registers a client; its secret is empty where clients keep none. */
  readonly createClient?: () => Promise<{ id: string; secret: string }>
  /** Issues a key as the settings page does. */
  readonly issueKey?: (owner: string) => Promise<string>
  /** Issues a credential of a security scheme to an account, by its login or e-mail, with these scopes or roles alone. */
  readonly issueCredential?: (wanted: WantedCredential) => Promise<string>
  /** The latest message to someone. */
  readonly readMessage?: (recipient: string) => Promise<string>
  /** Puts the server back into the state in which the checks found it: accounts, settings, failures that were counted. */
  readonly reset?: () => Promise<void>
  readonly changeSettings?: (values: Readonly<Record<string, unknown>>) => Promise<void>
  /** The address of the same API on a server that cannot reach its data. */
  readonly outage?: () => Promise<string>
  /** The address of the same API in another world of the same server. */
  readonly otherWorld?: (world: string) => Promise<string>
  /** The address of another API in the same world. */
  readonly otherApi?: (api: string) => Promise<string>
  /** The address of the same API on a server whose provider of that name does not answer. */
  readonly silentProvider?: () => Promise<{ url: string; provider: string }>
  /** Goes through a provider's pages as a person would; undefined for one who cancels. */
  readonly consent?: (address: string, person: Consenting | undefined) => Promise<string>
}

/** An account that can log in: under its e-mail, and under `login` too where there is one. */
export interface NewPerson {
  readonly email: string
  readonly password: string
  readonly login?: string
  readonly role?: string
  readonly groups?: readonly string[]
}

/** A credential that its owner cannot get by logging in, such as one with fewer scopes. */
export interface WantedCredential {
  readonly scheme: string
  readonly owner: string
  readonly scopes: readonly string[]
}

/** Whom the development provider shall vouch for. */
export interface Consenting {
  readonly email: string
  readonly verified?: boolean
  readonly subject?: string
}

/**
 * What a check needs: a server, which remembers, compares and measures as no mock does; leave to guess; or a hook. One
 * that leaves the server in another state than it found it in needs `reset`, which is called after it.
 */
export type Need = Exclude<keyof Hooks, 'changeSettings'> | SettingNeed | 'server' | 'guessing' | InputNeed

/** An optional input that was given: `people.other.password`. */
export type InputNeed = `people.${string}`
