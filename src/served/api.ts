import type { FieldReader } from '../auth/authorization.ts'
import type { Clock } from '../auth/clock.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Passwords } from '../auth/password.ts'
import type { Random } from '../auth/secret.ts'
import type { Address } from '../contract/address.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { RefusalForm } from '../contract/refusal.ts'
import type { ScenarioTargets } from '../faults/scenarios.ts'
import type * as server from '../server/scheme-reader.ts'
import type { ServedApi } from '../server/served-api.ts'
import type { Account, NewAccount } from '../store/accounts.ts'
import type { ApiSettings, ApiStore, Tenant } from '../store/api-store.ts'
import type { Hashing } from '../store/hashing.ts'
import type { Found, Secret } from '../store/secrets.ts'
import type { IdentityProviders } from './identity-providers.ts'
import type { ServedReport } from './report.ts'

/** What a handler works with beside its request: one API in one world, and where the request came from. */
export interface Context<Settings extends ApiSettings = ApiSettings> {
  readonly store: ApiStore
  readonly settings: Settings
  /** The world's clock. */
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** Hashes and verifies passwords. */
  readonly hashing: Hashing
  /** Where the request was sent to. */
  readonly place: Address
  /** What its network address is counted under: requests of foreign pages have a count of their own. */
  readonly address: string
  /** Reads a header field or the lines of a repeated one. */
  readonly fields: FieldReader
  readonly providers: IdentityProviders
  /** Tells those who run the server of a sign of theft or abuse; never carries a secret (OWASP ASVS 5.0, 16.3). */
  readonly alarm: (event: string) => void
}

/** What a reader made of a request, and what it came upon. */
export type Reading<Caller> = server.Reading<Caller> & Evidence

/** What a reader came upon, for those who run the server; never for the client. */
interface Evidence {
  /** What the ledger says of the credential. */
  readonly found?: Found | undefined
  /** Whose it is, where the ledger does not say. */
  readonly subject?: string | undefined
}

/** Reads and judges the credential of one security scheme; headers and cookies only. */
export interface SchemeReader<Caller, Settings extends ApiSettings>
  extends server.SchemeReader<Caller, Context<Settings>> {
  read(context: Context<Settings>, scopes: readonly string[]): Promise<Reading<Caller>>
}

/** One setting of an API, as the control API shows and checks it. */
export interface SettingRule {
  readonly description: string
  /** A JSON Schema the value has to fit; beside the formats of JSON Schema there is `origin`. */
  readonly schema: Readonly<Record<string, unknown>>
  /** Up to where a number is harmless; those who run the server are told of a greater one. */
  readonly advice?: { readonly atMost: number; readonly reason: string }
}

/** What the control API may do to an API beside its contract. */
export interface SandboxControls<Settings extends ApiSettings = ApiSettings> {
  readonly roles: readonly string[]
  /** Turns what the control API asks for into an account of this API. */
  newAccount(wanted: WantedAccount, context: Pick<Context<Settings>, 'random'>): NewAccount
  /** The names and values a reader of the console can log in with. */
  readonly demo: readonly DemoCredential[]
  /** The account a secret acts for, if the ledger keeps it under another subject; null if it acts for no account. */
  actsFor?(secret: Secret): string | null
  /** Gives a new account what it needs beside its row, such as keys. */
  complete?(account: Account, context: Pick<Context<Settings>, 'store' | 'random' | 'keys'>): Promise<void>
  /** Where an account has to follow the link of a message before it can do anything. */
  readonly activation?: Activation
  /** Whether its clients keep a secret; none where it has no clients. */
  readonly clients?: 'confidential' | 'public'
  /** Does at once what the vendor does on a regular basis; the number of things removed. */
  purge?(context: Pick<Context<Settings>, 'store' | 'clock'>): Promise<number>
  /** Issues a key as the vendor's settings page would; none where the API itself issues keys. */
  issueKey?(wanted: WantedKey, context: Pick<Context<Settings>, KeyParts>): Promise<IssuedKey | RefusedKey>
  /** Whether it may send messages, which its outbox has then. */
  readonly sendsMessages?: boolean
  /** The schemes that keys are issued for, where there is more than one kind of key. */
  readonly keySchemes?: readonly KeyScheme[]
}

type KeyParts = 'store' | 'random' | 'keys' | 'clock'

/** A security scheme, and the scopes that its keys can have. */
export interface KeyScheme {
  readonly name: string
  readonly scopes: readonly string[]
}

/** How an API's accounts come to be usable, other than at once. */
interface Activation {
  isPending(account: Account): boolean
  /** Does what following the link does; the link is dead then. */
  activate(account: Account, context: Pick<Context, 'store' | 'random'>): Promise<void>
}

interface WantedAccount {
  readonly email: string
  readonly name: string
  /** Undefined for the role of an ordinary account. */
  readonly roles: readonly string[] | undefined
  readonly login: string | undefined
  /** A PHC string. */
  readonly password: string
  readonly groups: readonly string[]
}

export interface WantedKey {
  readonly owner: string
  readonly scheme?: string
  readonly scopes?: readonly string[]
  /** Seconds. */
  readonly lifetime?: number
}

export interface IssuedKey {
  readonly id: string
  readonly key: string
}

/** Why no key was issued: what was asked for cannot be, or its owner does not exist. */
export interface RefusedKey {
  readonly status: 400 | 404
  readonly detail: string
}

interface DemoCredential {
  readonly label: string
  readonly value: string
}

/** TypeScript: the `authentication` of a typed client, and a call of it. */
export interface TypedTrial {
  /** Where it is imported from; default: the package. */
  readonly module?: string
  /** `''` where it authenticates by nothing. */
  readonly authentication: string
  /** Its `credentials`, where it is given some. */
  readonly credentials?: string
  readonly call: string
}

/** An API as its folder defines it: contract, handlers, credential readers, refusals, settings and demo data. */
interface ApiDefinition<Settings extends ApiSettings, Handlers, Callers> {
  readonly contract: unknown
  readonly handlers: Handlers
  readonly schemes: { readonly [Name in keyof Callers]: SchemeReader<Callers[Name], Settings> }
  readonly accepts?: ServedApi<never>['accepts']
  readonly form: RefusalForm
  /** The largest body, in bytes; default: the usual one. */
  readonly bodyLimit?: number
  readonly settings: Settings
  readonly settingRules: { readonly [Name in keyof Settings]: SettingRule }
  /** Which origins the `allow-list` policy of the contract admits. */
  readonly allowedOrigins?: (settings: Settings) => readonly string[]
  readonly sandbox: SandboxControls<Settings>
  /** What can be made to go wrong; nothing with the control API itself. */
  readonly scenarioTargets?: ScenarioTargets<keyof Handlers, keyof Callers>
  /** Whether it is the control API, which steers the others. */
  readonly commands?: true
  seed(store: ApiStore, passwords: Passwords): Promise<void>
  /** One documented request that works at once, as curl takes it; `{url}` is where the API stands. */
  readonly tryIt: string
  /** The same with the typed client: how it authenticates, and what it is asked. */
  readonly tryClient?: TypedTrial
}

/** Where an own API comes from, as it is called in what is printed. */
interface ApiSource {
  readonly contract: string
  readonly overlays: readonly string[]
}

/** An API once its types are forgotten, as the reference server mounts it. */
export interface Api extends ServedApi<Context> {
  readonly settingRules: Readonly<Record<string, SettingRule>>
  readonly tenant: Tenant
  readonly sandbox: SandboxControls
  readonly scenarioTargets: ScenarioTargets
  readonly commands: boolean
  readonly tryIt: string
  readonly tryClient: TypedTrial | undefined
  /** How an own API is served; undefined for one that comes with Latchkey. */
  readonly report?: ServedReport
  readonly source?: ApiSource
  allowedOrigins(settings: ApiSettings): readonly string[]
}

/** What a manifest exports: an API that is told its id, the name of its folder. */
type Manifest = (id: string) => Api

/**
 * Checks a definition against its contract's types and forgets them: the one place where generated types meet the
 * untyped road that requests come in on.
 */
export function defineApi<Settings extends ApiSettings, Handlers extends object, Callers extends object>(
  definition: ApiDefinition<Settings, Handlers, Callers>,
): Manifest {
  return (id) => {
    const erased = definition as unknown as Omit<Api, 'id' | 'document' | 'tenant'>
    return {
      id,
      document: definition.contract as ContractDocument,
      handlers: erased.handlers,
      schemes: erased.schemes,
      accepts: definition.accepts,
      form: definition.form,
      bodyLimit: definition.bodyLimit,
      settingRules: erased.settingRules,
      sandbox: erased.sandbox,
      scenarioTargets: erased.scenarioTargets ?? { logins: [] },
      commands: definition.commands === true,
      tryIt: definition.tryIt,
      tryClient: definition.tryClient,
      allowedOrigins: erased.allowedOrigins ?? (() => []),
      tenant: { id, settings: definition.settings, seed: (store, passwords) => definition.seed(store, passwords) },
    }
  }
}
