import { type Control, controlOf, type Schemas, type ServerAddress, told } from './control.ts'
import { type Outbox, outboxOf } from './outbox.ts'

type Account = Schemas['Account']
type Client = Schemas['Client']
type Fault = Schemas['Fault']
type ScenarioName = Schemas['ScenarioName']

export interface WorldOptions extends ServerAddress {
  /** 1 to 40 lower-case letters, digits and hyphens; a name that nobody else has unless given. */
  readonly name?: string
}

export interface WorldClock {
  now(): Promise<Date>
  /** Moves it on by so many seconds; back with a negative number. */
  advance(seconds: number): Promise<Date>
  /** Stops it, at a moment if one is given. */
  freeze(at?: Date): Promise<Date>
  /** Lets it run on from where it stands. */
  run(): Promise<Date>
  set(now: Date): Promise<Date>
}

export interface Accounts {
  list(api: string): Promise<Account[]>
  create(api: string, account: Schemas['NewAccount']): Promise<Account>
  /** Disables, enables or promotes one. */
  change(api: string, id: string, change: { readonly disabled?: boolean; readonly role?: string }): Promise<Account>
  remove(api: string, id: string): Promise<void>
}

export interface Clients {
  list(api: string): Promise<Client[]>
  /** The secret is empty where clients keep none. */
  create(
    api: string,
    client: { readonly name: string; readonly id?: string },
  ): Promise<Client & { readonly secret: string }>
  remove(api: string, id: string): Promise<void>
}

export interface Faults {
  list(): Promise<Fault[]>
  add(fault: Schemas['NewFault']): Promise<Fault>
  /** The next call goes wrong as the scenario says, or as many as are given. */
  scenario(
    api: string,
    scenario: ScenarioName,
    more?: Pick<Schemas['NewFault'], 'operation' | 'milliseconds' | 'times'>,
  ): Promise<Fault>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

export interface WorldSettings {
  get(api: string): Promise<Readonly<Record<string, unknown>>>
  /** The others stay as they are. */
  change(api: string, values: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
}

/** A world of its own on a running Latchkey server, with the demo data. Each method throws ControlRefused if it is refused. */
export interface TestWorld extends AsyncDisposable {
  readonly name: string
  /** The ids of the APIs. */
  readonly apis: readonly string[]
  /** Where an API stands in this world, base path included; throws a RangeError for one there is not. */
  baseUrl(api: string): string
  readonly clock: WorldClock
  readonly accounts: Accounts
  readonly clients: Clients
  /** Issues a key where the vendor does so on a settings page. */
  readonly keys: { issue(api: string, owner: string): Promise<{ readonly id: string; readonly key: string }> }
  readonly outbox: Outbox
  readonly faults: Faults
  readonly settings: WorldSettings
  /** Begins the world anew. */
  reset(): Promise<void>
  /** Forgets the world and everything in it. */
  remove(): Promise<void>
}

/** Makes a world that no other test is in; throws ControlRefused, or what `fetch` throws where no server answers. */
export async function createWorld(options: WorldOptions): Promise<TestWorld> {
  const name = options.name ?? `test-${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`
  const control = controlOf(options, name)
  const { apis } = await told(control.GET('/apis'))
  const urls = new Map(apis.map(({ id, url }) => [id, url]))
  const remove = async () => {
    await told(controlOf(options, '').DELETE('/worlds/{world}', { params: { path: { world: name } } }))
  }
  return {
    name,
    apis: [...urls.keys()],
    baseUrl: (api) => urlOf(api, urls),
    clock: clockOf(control),
    accounts: accountsOf(control),
    clients: clientsOf(control),
    keys: {
      issue: (api, owner) => told(control.POST('/apis/{api}/keys', { params: { path: { api } }, body: { owner } })),
    },
    outbox: outboxOf(control),
    faults: faultsOf(control),
    settings: settingsOf(control),
    reset: async () => void (await told(control.POST('/reset'))),
    remove,
    [Symbol.asyncDispose]: remove,
  }
}

function urlOf(api: string, urls: ReadonlyMap<string, string>): string {
  const url = urls.get(api)
  if (url === undefined) throw new RangeError(`There is no API "${api}"; there are ${[...urls.keys()].join(', ')}`)
  return url
}

function clockOf(control: Control): WorldClock {
  const moment = async (asking: Promise<{ readonly now: string }>) => new Date((await asking).now)
  const change = (body: { now?: string; frozen?: boolean }) => moment(told(control.PATCH('/clock', { body })))
  return {
    now: () => moment(told(control.GET('/clock'))),
    advance: (seconds) => moment(told(control.POST('/clock/advance', { body: { seconds } }))),
    freeze: (at) => change({ frozen: true, ...(at && { now: at.toISOString() }) }),
    run: () => change({ frozen: false }),
    set: (now) => change({ now: now.toISOString() }),
  }
}

function accountsOf(control: Control): Accounts {
  return {
    list: async (api) => (await told(control.GET('/apis/{api}/accounts', { params: { path: { api } } }))).accounts,
    create: (api, { groups, ...account }) => {
      const body = { ...account, ...(groups && { groups: [...groups] }) }
      return told(control.POST('/apis/{api}/accounts', { params: { path: { api } }, body }))
    },
    change: (api, id, body) =>
      told(control.PATCH('/apis/{api}/accounts/{id}', { params: { path: { api, id } }, body })),
    remove: async (api, id) =>
      void (await told(control.DELETE('/apis/{api}/accounts/{id}', { params: { path: { api, id } } }))),
  }
}

function clientsOf(control: Control): Clients {
  return {
    list: async (api) => (await told(control.GET('/apis/{api}/clients', { params: { path: { api } } }))).clients,
    create: (api, body) => told(control.POST('/apis/{api}/clients', { params: { path: { api } }, body })),
    remove: async (api, id) =>
      void (await told(control.DELETE('/apis/{api}/clients/{id}', { params: { path: { api, id } } }))),
  }
}

function faultsOf(control: Control): Faults {
  const add = (body: Schemas['NewFault']) => told(control.POST('/faults', { body }))
  return {
    add,
    scenario: (api, scenario, more = {}) => add({ api, kind: 'scenario', scenario, ...more }),
    list: async () => (await told(control.GET('/faults'))).faults,
    remove: async (id) => void (await told(control.DELETE('/faults/{id}', { params: { path: { id } } }))),
    clear: async () => void (await told(control.DELETE('/faults'))),
  }
}

function settingsOf(control: Control): WorldSettings {
  const byName = (settings: readonly Schemas['Setting'][]) =>
    Object.fromEntries(settings.map(({ name, value }) => [name, value as unknown]))
  return {
    get: async (api) => {
      const { settings } = await told(control.GET('/apis/{api}/settings', { params: { path: { api } } }))
      return byName(settings)
    },
    change: async (api, body) => {
      const { settings } = await told(control.PATCH('/apis/{api}/settings', { params: { path: { api } }, body }))
      return byName(settings)
    },
  }
}
