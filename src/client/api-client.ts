import createFetchClient, {
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer,
  mergeHeaders,
} from 'openapi-fetch'
import type { Calls } from './answers.ts'
import { type Ask, type Caller, createCaller, paramsOf, readable } from './caller.ts'
import { Keeper, type Lost, type Renewed } from './keeper.ts'
import { acrossTabs, alone } from './lock.ts'
import { contentTypeOf } from './operations.ts'
import { type Credential, createSender } from './sender.ts'
import { type CredentialStorage, memoryStorage } from './storage.ts'
import { createTransport, type Fetch, type Send } from './transport.ts'
import { askFor, type ClientScheme, type ClientTables } from './ways.ts'

export interface ClientOptions<Scheme extends string, Authentication extends Tagged = never> {
  /** Where the API stands, base path included: `http://localhost:4000/<api><base path>`. */
  readonly baseUrl: string
  /** The way to authenticate; the client logs in when it first has to, and looks after what it got. */
  readonly authentication?: Authentication
  /** Credentials that the caller looks after, by security scheme, as the wire carries them; they go first. */
  readonly credentials?: { readonly [Name in Scheme]?: Credential }
  /** Where credentials are kept; in memory unless given. */
  readonly storage?: CredentialStorage
  /** Instead of the global `fetch`. */
  readonly fetch?: Fetch
  /** Milliseconds for each request, 30,000 unless given. */
  readonly timeout?: number
  /** Instead of the clock of this machine, in milliseconds since 1970. */
  readonly now?: () => number
  readonly onRenewed?: (event: Renewed) => void
  readonly onLost?: (event: Lost) => void
}

interface Tagged {
  readonly way: string
}

/** Calls of an API, and its credential in good hands. */
export type ApiClient<Paths extends object, Authentication extends Tagged = never, Redirect = never> = Calls<Paths> & {
  /** Logs in now, by another way if one is given; throws `AuthenticationFailed` if it comes to nothing. */
  login(authentication?: Authentication): Promise<void>
  /** Lets go of the credential, here and at the API. */
  logout(): Promise<void>
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
  const { baseUrl, credentials = {}, fetch, timeout = 30_000 } = options
  let { authentication } = options as { authentication?: Tagged }
  const transport = createTransport({
    fetch,
    timeout,
    cookies: () => schemeOf(tables, authentication)?.in === 'cookie',
  })
  const keep = keeperMaker(tables, options, createCaller(tables, baseUrl, transport))
  let keeper = authentication && keep(authentication)
  const home = () => new URL(new Request(baseUrl).url).origin
  const send = createSender({ tables, home, credentials, keeper: () => keeper, send: transport })
  const client = createFetchClient<Paths>({ baseUrl })

  function takeWay(chosen: Tagged): Keeper {
    keeper?.close()
    authentication = chosen
    keeper = keep(chosen)
    return keeper
  }

  const methods = {
    use: client.use,
    eject: client.eject,
    async login(chosen?: Tagged) {
      const taken = chosen ? takeWay(chosen) : keeper
      if (!taken) throw new TypeError('Log in: no way to authenticate is given')
      await taken.login()
    },
    async logout() {
      await keeper?.logout()
    },
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

interface CallInit {
  readonly body?: unknown
  readonly fetch?: Fetch
  readonly headers?: Parameters<typeof mergeHeaders>[0]
}

/** Calls of the contract's operations, whose answers have their status beside them. */
function callerOf(tables: ClientTables, ask: Ask, send: Send) {
  const operations = new Map(Object.values(tables.operations).map((row) => [`${row.method} ${row.path}`, row]))
  return async (method: string, path: string, init: CallInit = {}) => {
    const operation = operations.get(`${method} ${path}`)
    if (!operation) throw new TypeError(`The contract has no ${method} ${path}`)
    const headers = mergeHeaders(init.body === undefined ? {} : contentTypeOf(operation), init.headers)
    const through = (request: Request) => send(request, operation, init.fetch)
    const answer = await readable(ask, method, path, { ...init, headers, fetch: through })
    return { ...answer, status: answer.response.status }
  }
}

function keeperMaker(tables: ClientTables, options: ClientOptions<string, Tagged>, call: Caller) {
  const { baseUrl, storage, now = Date.now, onRenewed = () => undefined, onLost = () => undefined } = options
  const store = storage ?? memoryStorage()
  return ({ way, ...inputs }: Tagged): Keeper => {
    const row = tables.ways[way]
    const scheme = row && tables.securitySchemes[row.scheme]
    if (!scheme) throw new TypeError(`This API has no way "${way}"`)
    const key = `latchkey ${way} ${baseUrl}`
    const lock = storage ? acrossTabs : alone
    return new Keeper({ way, row, scheme, inputs, key, storage: store, lock, call, now, onRenewed, onLost })
  }
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
  return createFinalURL(operation.path, {
    baseUrl: baseUrl.replace(/\/$/, ''),
    params: paramsOf(redirect, known),
    querySerializer: createQuerySerializer(),
    pathSerializer: defaultPathSerializer,
  })
}
