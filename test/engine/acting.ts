import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyRing } from '../../src/auth/key-ring.ts'
import { WorkQueue } from '../../src/auth/work-queue.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import type { ErasedRequest } from '../../src/contract/handler.ts'
import type { ActionContext } from '../../src/engine/actions/action.ts'
import type { Caller } from '../../src/engine/caller.ts'
import { type EngineContract, engineContract } from '../../src/engine/engine-contract.ts'
import type { Account } from '../../src/store/accounts.ts'
import { type ApiSettings, type ApiStore, apiStore, defaultLimits } from '../../src/store/api-store.ts'
import { Hashing } from '../../src/store/hashing.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import type { Scope } from '../../src/store/scope.ts'
import { cheapPasswords } from '../passwords.ts'

/** What the APIs of one test file share; files of a worker share their modules, so each starts one of its own. */
interface Bench {
  acting(document: unknown, settings?: Readonly<Record<string, unknown>>): Acting
  stop(): Promise<void>
}

export function startBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const database = openSqlite(join(folder, 'data.db'))
  const keys = createKeyRing(randomBytes(32), randomBytes)
  return {
    acting: (document, settings = {}) => acting(document, settings, { database, keys }),
    async stop() {
      await database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** An API in a world of its own, whose handlers are called without a server. */
export interface Acting {
  readonly engine: EngineContract
  readonly store: ApiStore
  /** Moves the clock, by milliseconds. */
  advance(by: number): void
  context(more?: Partial<ActionContext>): ActionContext
}

function acting(
  document: unknown,
  settings: Readonly<Record<string, unknown>>,
  { database, keys }: Pick<Scope, 'database' | 'keys'>,
): Acting {
  let now = 1_800_000_000_000
  const clock = () => now
  const all = { ...defaultLimits, ...settings } as ApiSettings
  const store = apiStore({ world: randomUUID(), api: 'bench', database, clock, random: randomBytes, keys }, all)
  const address = '192.0.2.1'
  const queue = new WorkQueue({ slots: 2, waiting: 10, waitingPerKey: 10, longestWait: 10_000 })
  const context: ActionContext = {
    ...{ store, settings: all, clock, random: randomBytes, keys, address },
    hashing: new Hashing({ store, settings: all, passwords: cheapPasswords, queue, address }),
    place: {
      ...{ api: 'bench', world: '', mount: '/bench', path: '/', search: '', ownOrigins: [] },
      ...{ origin: 'http://localhost', home: 'http://localhost' },
    },
    fields: () => [],
    providers: { begin: async () => 'not-set-up', finish: async () => 'unreachable' },
    alarm: () => {},
  }
  return {
    engine: engineContract('bench', document as ContractDocument),
    store,
    advance: (by) => {
      now += by
    },
    context: (more) => ({ ...context, ...more }),
  }
}

/** A request that says no more than what is given. */
export function asking(request: Partial<ErasedRequest> = {}): ErasedRequest {
  return { path: {}, query: {}, header: {}, cookie: {}, body: undefined, ...request }
}

export async function person({ store }: Acting, login: string): Promise<Account> {
  const identities = [login, `${login}@example.com`].map((value) => ({ kind: 'login', value }) as const)
  const account = { email: `${login}@example.com`, name: login, role: 'user', password: undefined, identities }
  return (await store.accounts.create({ id: login, ...account })) ?? Promise.reject(new Error(`${login} is taken`))
}

/** What a reader of credentials tells of an account or a client. */
export function callerWho(who: Partial<Caller>): Caller {
  return { account: undefined, credential: undefined, client: undefined, way: undefined, plain: undefined, ...who }
}
