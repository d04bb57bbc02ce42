import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../auth/clock.ts'
import type { Passwords } from '../auth/password.ts'
import type { ReloadNews } from '../control/reload.ts'
import type { ConfiguredSeed } from '../engine/built-in-api.ts'
import type { MockedContract } from '../mock/front.ts'
import { type MockThread, openMockThread } from '../mock/start-mock.ts'
import type { Limits } from '../net/limits.ts'
import { loadApis } from '../reference/load-apis.ts'
import { type ReferenceServer, startReferenceServer } from '../reference/reference-server.ts'
import type { StaticSite } from '../reference/static-site.ts'
import type { Api } from '../served/api.ts'
import type { ProviderSetup } from '../served/identity-providers.ts'
import { mountApi } from '../server/mounted-api.ts'

export interface ServersOptions {
  /** The ids of the APIs to serve. */
  readonly apis: readonly string[]
  /** By the id of a built-in API, what its worlds begin with instead of its demo data. */
  readonly seeds?: ReadonlyMap<string, ConfiguredSeed>
  /** APIs that were made of contracts. */
  readonly own?: readonly Api[]
  readonly data: string
  readonly secret: Uint8Array
  readonly clock: Clock
  readonly passwords: Passwords
  readonly log: Logger
  readonly host: string
  readonly port: number
  readonly mockPort: number
  /** Our host names other than the loopback names. */
  readonly hosts: readonly string[]
  /** The origin that browsers know the reference server by, where it is another one. */
  readonly publicOrigin?: string | undefined
  /** Whether a new world begins with the demo data. */
  readonly demo: boolean
  readonly providers: Readonly<Record<string, ProviderSetup>>
  readonly controlToken: string | undefined
  /** Pages in addition to the APIs; default: none. */
  readonly sites?: readonly StaticSite[]
  /** What a client may take of connections and time; the usual limits unless given. */
  readonly limits?: Limits
  /** Seconds an identity provider has to answer; the usual ten unless given. */
  readonly providerTimeout?: number
}

/** The reference server and the mocks, both listening. */
export interface Servers {
  readonly apis: readonly Api[]
  readonly port: number
  readonly mockPort: number
  readonly server: ReferenceServer
  /** Whether its worlds begin with the demo data. */
  readonly demo: boolean
  /** Puts an API in the place of the one with its id, in the reference server and the mocks; its state stays. */
  replace(api: Api): Promise<void>
  /** Lets the control API and its stream say what came of changed files of an API. */
  reloaded(api: string, news: ReloadNews): void
  /** Answers what was accepted; false if requests had to be cut off. */
  stop(): Promise<boolean>
}

/** Starts both servers side by side; if one cannot start, the other is stopped again. */
export async function startServers(options: ServersOptions, thread: MockThread = openMockThread()): Promise<Servers> {
  const { hosts, host, limits, own = [] } = options
  const builtIn = await loadApis(options.apis, undefined, options.seeds)
  const apis = [...own, ...builtIn]
  const contracts = [...builtIn.map(mockedContract), ...own.map(mockedApart)]
  const logLevel = options.log.level
  const mocking = thread.serve({ contracts, hosts, host, port: options.mockPort, logLevel, ...(limits && { limits }) })
  let mockPort: number | undefined
  const isReady = () => mockPort !== undefined
  const serving = startReferenceServer({ ...options, apis: apis.map(mountApi), isReady, portOfMocks: () => mockPort })
  const [mock, server] = await Promise.allSettled([mocking, serving])
  if (mock.status === 'fulfilled' && server.status === 'fulfilled') {
    mockPort = mock.value.port
    const { log } = options
    // Not before: the thread that loads Prism would have to share what time there is.
    server.value.prepare().catch((error) => log.error({ err: error }, 'a contract does not compile'))
    const running = [server.value, mock.value]
    const replace = async (api: Api) => {
      await server.value.replace(mountApi(api))
      mock.value.replace(options.apis.includes(api.id) ? mockedContract(api) : mockedApart(api))
    }
    const stop = async () => (await Promise.all(running.map((each) => each.stop()))).every(Boolean)
    const reloaded = (api: string, news: ReloadNews) => server.value.reloaded(api, news)
    const { port } = server.value
    return { apis, port, mockPort, server: server.value, demo: options.demo, replace, reloaded, stop }
  }
  await Promise.all([mock, server].map((each) => each.status === 'fulfilled' && each.value.stop()))
  throw server.status === 'rejected' ? server.reason : (mock as PromiseRejectedResult).reason
}

function mockedApart(api: Api): MockedContract {
  return { ...mockedContract(api), isApart: true }
}

function mockedContract({ id, document, allowedOrigins, tenant, form }: Api): MockedContract {
  return {
    id,
    document,
    allowedOrigins: allowedOrigins(tenant.settings),
    originRefusal: {
      mediaType: form.mediaType ?? 'application/json',
      body: form.body({ refusal: 'origin' }, undefined, randomBytes),
    },
  }
}
