import createFetchClient from 'openapi-fetch'
import type { Calls } from './answers.ts'
import { type Ask, askOperation, type Caller, type CallInit, createCaller, paramsOf } from './caller.ts'
import type { Lost, Renewed, StorageFailed } from './events.ts'
import { Keeper } from './keeper.ts'
import { acrossTabs, alone, webLocks } from './lock.ts'
import { withoutFragment, writePath, writeQuery } from './parameters.ts'
import { type Credential, createSender } from './sender.ts'
import { type CredentialStorage, memoryStorage } from './storage.ts'
import { tell } from './tell.ts'
import { createTransport, type Fetch, type Send } from './transport.ts'
import { askFor, type ClientScheme, type ClientTables, type WayRow } from './ways.ts'

export interface ClientOptions<Scheme extends string, Authentication extends Tagged = never> {
  /** Where the API stands, base path included: `http://localhost:4000/<api><base path>`. */
  readonly baseUrl: string
  /** The way to authenticate; the client logs in when it first has to, and looks after what it got. */
  readonly authentication?: Authentication
  /** Credentials that the caller looks after, by security scheme, as the wire carries them; they go first. */
  readonly credentials?: { readonly [Name in Scheme]?: Credential }
  /** Where credentials are kept, by way, address and person. In memory by default. */
  readonly storage?: CredentialStorage
  /** Instead of the global `fetch`. */
  readonly fetch?: Fetch
  /** Milliseconds for each request, 30,000 by default; `Infinity` for no limit. */
  readonly timeout?: number
  /** Instead of the clock of this machine, in milliseconds since 1970. */
  readonly now?: () => number
  readonly onRenewed?: (event: Renewed) => void
  readonly onLost?: (event: Lost) => void
  /** Told when the storage fails; the credential then lives in memory. */
  readonly onStorageFailed?: (event: StorageFailed) => void
}

interface Tagged {
  readonly way: string
}

/** Calls of an API, and its credential in good hands. */
export type ApiClient<Paths extends object, Authentication extends Tagged = never, Redirect = never> = Calls<Paths> & {
  /** Logs in now, by another way or as another person if one is given. If it fails it throws, and all stays as it was. */
  login(authentication?: Authentication): Promise<void>
  /** Ends the credential, here and at the API; throws `AuthenticationFailed` if the API could not be told. */
  logout(): Promise<void>
  /** Whether there is a credential, as far as the client knows; for a cookie that only the browser sees, whether one was accepted. */
  isAuthenticated(): boolean
  /** Calls a listener when {@link isAuthenticated} changes or somebody else has logged in; returns what ends that. */
  subscribe(listener: () => void): () => void
  /** Stops listening to other tabs. */
  close(): void
} & ([Redirect] extends [never]
    ? unknown
    : {
        /** The address to send the browser to for a login that begins there. */
        loginUrl(authentication: Redirect): Promise<string>
      })

const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const

/**
 * An openapi-fetch client that sends each operation the credential its contract names, and comes by it, renews it and
 * lets go of it as the contract's `x-ways` say. State is in closures, so that neither JSON nor a log shows it.
 */
export function createApiClient<
  Paths extends object,
  Scheme extends string,
  Authentication extends Tagged = never,
  Redirect = never,
>(tables: ClientTables, options: ClientOptions<Scheme, Authentication>): ApiClient<Paths, Authentication, Redirect> {
  const { credentials = {}, fetch, timeout = 30_000 } = options
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  let { authentication } = options as { authentication?: Tagged }
  /** The way that somebody is logging in by; the one before stays until that has succeeded. */
  let attempted: Tagged | undefined
  const transport = createTransport({
    fetch,
    timeout,
    cookies: () => [authentication, attempted].some((one) => schemeOf(tables, one)?.in === 'cookie'),
  })
  const watchers = createWatchers(() => keeper?.isAuthenticated ?? false)
  const keep = keeperMaker(tables, { ...options, baseUrl }, createCaller(tables, baseUrl, transport), watchers.check)
  let keeper: Keeper | undefined
  keeper = authentication && keep(authentication)
  watchers.check()
  const home = () => new URL(new Request(baseUrl).url).origin
  const send = createSender({ tables, home, credentials, keeper: () => keeper, send: transport })
  const client = createFetchClient<Paths>({ baseUrl })

  async function loginBy(chosen: Tagged): Promise<void> {
    const next = keep(chosen)
    attempted = chosen
    try {
      await next.login()
    } catch (error) {
      next.retire()
      throw error
    } finally {
      attempted = undefined
    }
    keeper?.retire()
    authentication = chosen
    keeper = next
    watchers.tellAll()
  }

  const methods = {
    use: client.use,
    eject: client.eject,
    async login(chosen?: Tagged) {
      if (chosen) return loginBy(chosen)
      if (!keeper) throw new TypeError('Log in: no way to authenticate is given')
      await keeper.login()
    },
    async logout() {
      await keeper?.logout()
    },
    isAuthenticated: watchers.isAuthenticated,
    subscribe: watchers.subscribe,
    close: () => keeper?.close(),
    loginUrl: (chosen = authentication) => loginUrl(tables, baseUrl, chosen),
  }
  // Which operation is called, and that its types fit, is the business of `Calls`.
  const ask = callerOf(tables, client.request as unknown as Ask, send)
  const calls = Object.fromEntries(
    verbs.map((verb) => [verb, (path: string, init?: CallInit) => ask(verb, path, init)]),
  )
  return Object.freeze({ ...calls, ...methods }) as object as ApiClient<Paths, Authentication, Redirect>
}

/** Calls of the contract's operations, whose answers have their status beside them. */
function callerOf(tables: ClientTables, ask: Ask, send: Send) {
  const operations = new Map(Object.values(tables.operations).map((row) => [`${row.method} ${row.path}`, row]))
  return async (method: string, path: string, init: Call = {}) => {
    const operation = operations.get(`${method} ${path}`)
    if (!operation) throw new TypeError(`The contract has no ${method} ${path}`)
    const answer = await askOperation(ask, operation, init, (request) => send(request, operation, init.fetch))
    return { ...answer, status: answer.response.status }
  }
}

interface Call extends CallInit {
  readonly fetch?: Fetch
}

/** Those who want to know when a state changes. */
function createWatchers(isAuthenticated: () => boolean) {
  const listeners = new Set<() => void>()
  let before = false
  const tellAll = () => {
    before = isAuthenticated()
    for (const listener of listeners) tell(listener, undefined)
  }
  return {
    isAuthenticated,
    tellAll,
    check: () => isAuthenticated() !== before && tellAll(),
    subscribe(listener: () => void) {
      // The same function may be given twice, and each ends its own.
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

function keeperMaker(
  tables: ClientTables,
  options: ClientOptions<string, Tagged>,
  call: Caller,
  onChanged: () => unknown,
) {
  const { baseUrl, storage, now = Date.now, onRenewed, onLost, onStorageFailed } = options
  const store = storage ?? memoryStorage()
  return ({ way, ...inputs }: Tagged): Keeper => {
    const row = tables.ways[way]
    const scheme = row && tables.securitySchemes[row.scheme]
    if (!scheme) throw new TypeError(`This API has no way "${way}"`)
    const key = ['latchkey', way, baseUrl, ...identityOf(row, inputs)].join(' ')
    const lock = storage ? acrossTabs : alone
    const mayRace = storage !== undefined && !webLocks()
    const events = { onRenewed, onLost, onStorageFailed, onChanged }
    return new Keeper({ way, row, scheme, inputs, key, storage: store, lock, mayRace, call, now, ...events })
  }
}

/** Whose credential it is, as far as the inputs are given as values: each person has a credential of their own. */
function identityOf({ identity = [] }: WayRow, inputs: Readonly<Record<string, unknown>>): string[] {
  const given = identity
    .filter((name) => inputs[name] !== undefined && typeof inputs[name] !== 'function')
    .map((name): [string, string] => [name, String(inputs[name])])
  return given.length > 0 ? [new URLSearchParams(given).toString()] : []
}

function schemeOf(
  { ways, securitySchemes }: ClientTables,
  authentication: Tagged | undefined,
): ClientScheme | undefined {
  return securitySchemes[ways[authentication?.way ?? '']?.scheme ?? '']
}

/** The address of the operation that redirects, for a link or `location.assign`. */
async function loginUrl(tables: ClientTables, baseUrl: string, authentication: Tagged | undefined): Promise<string> {
  const { way = '', ...inputs } = authentication ?? {}
  const { redirect } = tables.ways[way] ?? {}
  const operation = tables.operations[redirect?.operation ?? '']
  if (!redirect || !operation) throw new TypeError(`The way "${way}" leads nowhere else`)
  const known = { inputs: await askFor(inputs, redirect), outputs: {} }
  const { path, query = {} } = paramsOf(redirect, known)
  const { styles = {} } = operation
  const written = writeQuery(query, styles.query)
  return `${baseUrl}${withoutFragment(writePath(operation.path, path, styles.path))}${written && `?${written}`}`
}
