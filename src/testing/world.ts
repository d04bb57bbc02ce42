// Declarations name AsyncDisposable, which projects without this library do not know.
/// <reference lib="esnext.disposable" preserve="true" />
import { type Accounts, accountsOf, type Clients, clientsOf } from './accounts.ts'
import { clockOf, type WorldClock } from './clock.ts'
import { type Control, controlOf, type Schemas, type ServerAddress, ServerNotFound, told } from './control.ts'
import { type Faults, faultsOf } from './faults.ts'
import { type Keys, keysOf } from './keys.ts'
import { type Outbox, outboxOf } from './outbox.ts'
import { settingsOf, type WorldSettings } from './settings.ts'

export interface WorldOptions extends ServerAddress {
  /** 1 to 40 lower-case letters, digits and hyphens; a name that nobody else has unless given. */
  readonly name?: string
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
  readonly keys: Keys
  readonly outbox: Outbox
  readonly faults: Faults
  readonly settings: WorldSettings
  /** Begins the world anew. */
  reset(): Promise<void>
  /** Forgets the world and everything in it. */
  remove(): Promise<void>
}

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/**
 * Makes a world that no other test is in. Throws a RangeError for a name that no world can have or an address that is none,
 * ControlRefused, or ServerNotFound.
 */
export async function createWorld(options: WorldOptions): Promise<TestWorld> {
  const name = options.name ?? `test-${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`
  insistOnName(name)
  insistOnAddress(options.url)
  const control = controlOf(options, name)
  const apis = await apisOf(control, options.url)
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
    keys: keysOf(control),
    outbox: outboxOf(control),
    faults: faultsOf(control),
    settings: settingsOf(control),
    reset: async () => void (await told(control.POST('/reset'))),
    remove,
    [Symbol.asyncDispose]: remove,
  }
}

function insistOnName(name: string): void {
  if (!namePattern.test(name))
    throw new RangeError(
      `No world can have the name "${name}": it must be 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end`,
    )
}

function insistOnAddress(url: string): void {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new RangeError(`"${url}" is not the address of a server: write one such as http://localhost:4000`)
}

/** What is asked first, so that here it shows whether there is a server. */
async function apisOf(control: Control, url: string): Promise<readonly Schemas['Api'][]> {
  const answer = await control.GET('/apis').catch((cause: unknown) => {
    throw isUnreachable(cause) ? new ServerNotFound(url, cause) : cause
  })
  return (await told(Promise.resolve(answer))).apis
}

/** What `fetch` of Node throws where nobody answers holds the error of the system; what it throws for a wrong argument does not. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.cause instanceof Error && 'code' in error.cause
}

function urlOf(api: string, urls: ReadonlyMap<string, string>): string {
  const url = urls.get(api)
  if (url === undefined) throw new RangeError(`There is no API "${api}"; there are ${[...urls.keys()].join(', ')}`)
  return url
}
