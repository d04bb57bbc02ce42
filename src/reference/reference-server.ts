import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../auth/clock.ts'
import { createKeyRing, type KeyRing } from '../auth/key-ring.ts'
import type { Passwords } from '../auth/password.ts'
import { pooled, type Random } from '../auth/secret.ts'
import { WorkQueue } from '../auth/work-queue.ts'
import { readAddress, type ServedNames } from '../contract/address.ts'
import { once } from '../contract/once.ts'
import { type Reload, type ReloadNews, reloadOf } from '../control/reload.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import { fetchFrom } from '../net/fetch-from.ts'
import type { Limits } from '../net/limits.ts'
import { listen } from '../net/listen.ts'
import type { Api } from '../served/api.ts'
import { createIdentityProviders, type ProviderSetup } from '../served/identity-providers.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { Tenant } from '../store/api-store.ts'
import { type Database, StoreUnavailable } from '../store/database.ts'
import { openSqlite, refused } from '../store/open-sqlite.ts'
import { Store } from '../store/store.ts'
import { ThrowawayWorlds } from '../store/throwaway-worlds.ts'
import type { TracedApi } from '../traffic/observed.ts'
import { type OnExchange, Traffic } from '../traffic/traffic.ts'
import { Callbacks } from './callbacks.ts'
import { logCautions } from './cautions.ts'
import { hashingLimits } from './limits.ts'
import { createListener } from './listener.ts'
import type { StaticSite } from './static-site.ts'

interface ReferenceServerOptions {
  readonly apis: readonly MountedApi<Api>[]
  /** A file, or `:memory:`. */
  readonly data: string
  /** 32 bytes that every key of the installation is derived from. */
  readonly secret: Uint8Array
  readonly clock: Clock
  readonly passwords: Passwords
  readonly log: Logger
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Our host names other than the loopback names. */
  readonly hosts: readonly string[]
  /** The origin that browsers know this server by; by default the one they send requests to. */
  readonly publicOrigin?: string | undefined
  /**
   * Whether a new world begins with the demo data, whose passwords are published, and the development identity provider
   * lets everyone be anyone. Without, it begins with the seeds of the user alone.
   */
  readonly demo: boolean
  /** Identity providers by name, instead of the development one. */
  readonly providers: Readonly<Record<string, ProviderSetup>>
  /** What the control API asks for; undefined asks for nothing. */
  readonly controlToken: string | undefined
  /** Whether everything beside this server is up, for `/readyz`. */
  readonly isReady: () => boolean
  /** The port of the mocks; undefined, or not given, while there are none. */
  readonly portOfMocks?: () => number | undefined
  /** Pages in addition to the APIs; default: none. */
  readonly sites?: readonly StaticSite[]
  /** What a client may take of connections and time; the usual limits unless given. */
  readonly limits?: Limits
  /** Seconds an identity provider has to answer; the usual ten unless given. */
  readonly providerTimeout?: number
  /** Told of every exchange; default: nobody. */
  readonly onExchange?: OnExchange | undefined
}

/** The reference server, listening. */
export interface ReferenceServer {
  readonly port: number
  readonly store: Store
  /** Compiles what the first requests would have to wait for. */
  prepare(): Promise<void>
  /** Puts an API in the place of the one with its id. Its state stays, and requests under way end with the one they began with. */
  replace(api: MountedApi<Api>): Promise<void>
  /** Lets the control API and its stream say what came of changed files of an API. */
  reloaded(api: string, news: ReloadNews): void
  /** Answers what was accepted, then closes the store; false if requests had to be cut off. */
  stop(): Promise<boolean>
}

/** The parts that a server makes once and shares. */
interface Foundation {
  readonly database: Database
  readonly random: Random
  readonly keys: KeyRing
}

/** Opens the store, compiles every contract and listens; throws StoreRefused or PortRefused with the remedy. */
export async function startReferenceServer(options: ReferenceServerOptions): Promise<ReferenceServer> {
  const random = pooled(randomBytes)
  const keys = createKeyRing(options.secret, random)
  const database = openSqlite(options.data)
  try {
    const foundation = { database, random, keys }
    return await serve(options, foundation, await openStore(options, foundation))
  } catch (error) {
    await database.close()
    // Damage behind a good header shows only when something is read.
    throw error instanceof StoreUnavailable ? refused(options.data, error.cause) : error
  }
}

/** The store, found to be this installation's, with its default world. */
async function openStore(options: ReferenceServerOptions, foundation: Foundation): Promise<Store> {
  const store = newStore(options, foundation)
  await store.verifyOwner()
  await store.world('')
  await logCautions(
    options.log,
    store,
    options.apis.map(({ definition }) => definition),
  )
  return store
}

function newStore({ apis, clock, passwords, demo }: ReferenceServerOptions, foundation: Foundation): Store {
  const tenants = apis.map((api) => tenantOf(api, demo))
  return new Store({ ...foundation, clock, passwords, tenants })
}

function tenantOf({ definition: { tenant } }: MountedApi<Api>, demo: boolean): Tenant {
  const { id, settings, withoutDemo } = tenant
  return demo ? tenant : { id, settings, ...withoutDemo }
}

async function serve(options: ReferenceServerOptions, foundation: Foundation, store: Store): Promise<ReferenceServer> {
  const { apis, clock, passwords, log, demo, controlToken } = options
  const { random, keys } = foundation
  const mounted = new Map(apis.map((api) => [api.definition.id, { api, traced: tracedOf(api) }]))
  const served: ServedNames = {
    apis: new Set(mounted.keys()),
    hosts: new Set(options.hosts),
    publicOrigin: options.publicOrigin,
  }
  const traffic = new Traffic(clock, options.onExchange)
  const reloads = new Map<string, Reload>()
  const mountedApis = () => [...mounted.values()].map(({ api }) => api)
  const throwawayWorlds = new ThrowawayWorlds(() =>
    newStore({ ...options, apis: mountedApis() }, { ...foundation, database: openSqlite(':memory:') }),
  )
  let stopping = false
  let port = options.port
  const client = developmentClient(keys)
  const callbacks = new Callbacks(mountedApis, served, () => port)
  const itself = fetchFrom(options.host, () => port)
  const providers = (callback: string) => ({
    ...(demo && { google: { ...client, issuer: `${homeOf(callback, served)}/idp`, fetch: itself } }),
    ...options.providers,
  })
  const listener = createListener({
    apis: mounted,
    served,
    store,
    throwawayWorlds,
    clock,
    passwords,
    queue: new WorkQueue(hashingLimits),
    random,
    keys,
    providers: callbacks.notedBy(createIdentityProviders(providers, options.providerTimeout)),
    controlToken,
    traffic,
    portOfMocks: options.portOfMocks ?? (() => undefined),
    demo,
    reloads,
    sites: options.sites ?? [],
    log,
    isReady: () => !stopping && options.isReady(),
    developmentProvider: demo ? () => developmentProvider(client, keys, callbacks) : undefined,
  })
  const listening = await listen(listener, port, options.host, options.limits)
  port = listening.port
  return {
    port,
    store,
    prepare: () => prepare(apis, () => stopping),
    async replace(api) {
      const tenant = tenantOf(api, demo)
      for (const each of [store, throwawayWorlds]) await each.replace(tenant)
      mounted.set(api.definition.id, { api, traced: tracedOf(api) })
    },
    reloaded(id, news) {
      const reload = reloadOf(news, clock)
      reloads.set(id, reload)
      traffic.announce(id, reload)
    },
    async stop() {
      stopping = true
      // Or the drain would wait for streams, which have no end of their own.
      traffic.close()
      const answered = await listening.stop()
      await throwawayWorlds.close()
      await store.close()
      return answered
    },
  }
}

/** What the exchanges of an API are explained by. */
function tracedOf({ definition: { id }, contract }: MountedApi<Api>): TracedApi {
  return { id, contract, secretNames: once(() => secretNamesOf(contract)) }
}

/** Milliseconds for whoever waits, between two contracts that each take a good part of a second to compile. */
const breath = 30

/** One contract after the other, with room for requests and signals in between. */
async function prepare(apis: readonly MountedApi<Api>[], isStopping: () => boolean): Promise<void> {
  for (const api of apis) {
    await sleep(breath, undefined, { ref: false })
    if (isStopping()) return
    await api.prepare()
  }
}

type Client = Pick<ProviderSetup, 'clientId' | 'clientSecret'>

/** What this server is to the development provider. */
function developmentClient(keys: KeyRing): Client {
  const clientSecret = Buffer.from(keys.derive('development provider client')).toString('base64url')
  return { clientId: 'latchkey', clientSecret }
}

/** Where the browser that a login goes through finds this server. */
function homeOf(callback: string, served: ServedNames): string {
  const { origin, host } = new URL(callback)
  return readAddress('/', host, served)?.home ?? origin
}

async function developmentProvider(client: Client, keys: KeyRing, callbacks: Callbacks): Promise<IdentityProvider> {
  const { createIdentityProvider } = await import('../idp/identity-provider.ts')
  const cookieKey = Buffer.from(keys.derive('development provider cookies')).toString('base64url')
  return createIdentityProvider({ ...client, cookieKey, isCallback: (redirectUri) => callbacks.has(redirectUri) })
}
