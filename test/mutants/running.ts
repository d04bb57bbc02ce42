import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import type { Hooks } from '../../src/conformance/hooks.ts'
import { once } from '../../src/contract/once.ts'
import { limits } from '../../src/net/limits.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { type ReferenceServer, startReferenceServer } from '../../src/reference/reference-server.ts'
import type { Api } from '../../src/served/api.ts'
import { type MountedApi, mountApi } from '../../src/server/mounted-api.ts'
import { cheapPasswords, costlyPasswords } from '../passwords.ts'
import type { Mutant } from './mutant.ts'
import { startProxy } from './proxy.ts'

/** What is broken of a server; nothing of one that has to pass. */
export type Broken = Pick<Mutant, 'api' | 'break' | 'wire'> & Partial<Pick<Mutant, 'kind'>>

/** A broken server, listening: where its API stands, what its control API stands below, and what that cannot do. */
export interface Running {
  readonly url: string
  readonly sandbox: string
  readonly hooks: Hooks
  stop(): Promise<void>
}

type Mounted = MountedApi<Api>

const mounted = new Map<string, Promise<Mounted>>()

/** The right API, which all its mutants are made of: what is compiled of it is compiled once. */
function mountedOnce(id: string): Promise<Mounted> {
  const known = mounted.get(id) ?? loadApis([id]).then(([api]) => mountApi(api as Api))
  mounted.set(id, known)
  return known
}

/** Starts a server with one API, as broken as is said; another without its data is started when a check asks for it. */
export async function run(broken: Broken): Promise<Running> {
  const right = await mountedOnce(broken.api)
  const apis = [breakApi(right, broken), await mountedOnce('sandbox')]
  const server = await serve(apis, broken, {})
  const addressOf = ({ port }: Serving) => `http://127.0.0.1:${port}/${broken.api}${right.contract.basePath}`
  let hasDark = false
  const dark = once(async () => {
    hasDark = true
    return serveInTheDark(apis, broken)
  })
  return {
    url: addressOf(server),
    sandbox: `http://127.0.0.1:${server.server.port}`,
    hooks: {
      outage: async () => addressOf(await dark()),
      silentProvider: async () => ({ url: addressOf(await dark()), provider: 'okta' }),
    },
    async stop() {
      await server.stop()
      if (hasDark) await (await dark()).stop()
    },
  }
}

/** No reply check keeps a mutant from saying what a backend without one would say. */
function breakApi(right: Mounted, broken: Broken): Mounted {
  const unchecked = { ...right, check: () => undefined }
  return broken.break?.(unchecked) ?? unchecked
}

interface Serving {
  /** Where the API is asked, by way of the proxy if there is one. */
  readonly port: number
  readonly server: ReferenceServer
  stop(): Promise<void>
}

type Providers = Parameters<typeof startReferenceServer>[0]['providers']

async function serve(apis: readonly Mounted[], { wire, kind }: Broken, providers: Providers): Promise<Serving> {
  const server = await startReferenceServer({
    apis,
    data: ':memory:',
    secret: randomBytes(32),
    clock: Date.now,
    passwords: kind === 'timing' ? costlyPasswords : cheapPasswords,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    hosts: [],
    demo: true,
    providers,
    controlToken: undefined,
    isReady: () => true,
    limits: { ...limits, server: { ...limits.server, keepAliveTimeout: 60_000 } },
  })
  const proxy = wire && (await startProxy(server.port, wire))
  return {
    port: proxy?.port ?? server.port,
    server,
    async stop() {
      await proxy?.stop()
      await server.stop()
    },
  }
}

/** A provider at a port where nobody answers. */
const silent: Providers = { okta: { issuer: 'http://127.0.0.1:9/', clientId: 'latchkey', clientSecret: 'not-used' } }

async function serveInTheDark(apis: readonly Mounted[], broken: Broken): Promise<Serving> {
  const serving = await serve(apis, broken, silent)
  await serving.server.store.close()
  return serving
}
