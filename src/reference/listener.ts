import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import type { Logger } from 'pino'
import type { Api, Caution, Context, Control } from '../apis/api.ts'
import type { IdentityProviders } from '../apis/identity-providers.ts'
import type { Clock } from '../auth/clock.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Passwords } from '../auth/password.ts'
import type { Random } from '../auth/secret.ts'
import type { WorkQueue } from '../auth/work-queue.ts'
import { type Address, readAddress, type ServedNames } from '../contract/address.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import { lastRefusal } from '../net/refusal.ts'
import { fieldReader } from '../server/exchange.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import { type Pipeline, refuse, serve } from '../server/pipeline.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/world.ts'
import type { TracedApi } from '../traffic/observed.ts'
import type { Traffic } from '../traffic/traffic.ts'
import { type AppParts, createApp } from './app.ts'
import { logCaution } from './cautions.ts'
import type { Exchange, Unserved } from './exchange.ts'
import { faultHeader } from './faults.ts'
import { recordTraffic } from './observe.ts'
import { failure, pipelineOf } from './pipeline.ts'

/** An API of this server, and what its exchanges are explained by. */
interface TracedMount {
  readonly api: MountedApi<Api>
  readonly traced: TracedApi
}

/** Everything a request may need, made once at start. */
interface ServerParts extends AppParts {
  readonly apis: ReadonlyMap<string, TracedMount>
  readonly served: ServedNames
  readonly store: Store
  /** The machine's clock. */
  readonly clock: Clock
  readonly passwords: Passwords
  readonly hashing: WorkQueue
  readonly random: Random
  readonly keys: KeyRing
  readonly providers: IdentityProviders
  readonly controlToken: string | undefined
  readonly traffic: Traffic
  /** The port of the mocks; undefined while there are none. */
  readonly portOfMocks: () => number | undefined
  readonly log: Logger
}

/** The whole server: the APIs by their contracts, and an Express application for what else stands here. */
export function createListener(parts: ServerParts): RequestListener {
  const rest = createApp(parts)
  const pipeline = pipelineOf(parts.log)
  return (request, response) => {
    const place = locate(request, parts.served)
    if (typeof place === 'number') return refuseAddress(request, response, place, parts)
    const mount = parts.apis.get(place.api)
    if (!mount) return rest(request, response)
    serveApi(startExchange(request, response, place, mount, parts), pipeline, parts).catch((error) => {
      parts.log.error({ err: error }, 'unexpected failure')
      response.destroy()
    })
  }
}

/** Where a request goes, or the status of its refusal (RFC 9110, 15.5.20 and 15.6.6; RFC 9112, 3.2). */
function locate(request: IncomingMessage, served: ServedNames): Address | number {
  if (request.httpVersionMajor !== 1) return 505
  const hosts = fieldReader(request)('host')
  if (hosts.length > 1) return 400
  return readAddress(request.url ?? '/', hosts[0], served) ?? 421
}

/** An API whose path was asked for at a host that is not ours says so in its own form; all else is nobody's to word. */
function refuseAddress(request: IncomingMessage, response: ServerResponse, status: number, parts: ServerParts): void {
  const place = status === 421 ? readAddress(pathOf(request.url ?? '/'), 'localhost', parts.served) : undefined
  const mount = place && parts.apis.get(place.api)
  if (place && mount) {
    const refusal = { refusal: 'misdirected' } as const
    const exchange = { ...startExchange(request, response, place, mount, parts), origins: defaultRules(mount.api) }
    recordTraffic(exchange, refusal, refuse(exchange, refusal))
  } else {
    const { headers, body } = lastRefusal(status)
    response.writeHead(status, headers).end(body)
  }
}

/** A target without the scheme and authority of its absolute form. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '')
}

type StartedExchange = Omit<Unserved, 'origins'> & Pick<Exchange, 'params'>

async function serveApi(start: StartedExchange, pipeline: Pipeline<Exchange>, parts: ServerParts): Promise<void> {
  const { api, place, asked } = start
  try {
    const world = await parts.store.world(place.world)
    await world.touch()
    const context = contextOf(start, world, parts)
    const takesFaults = acceptsFaults(api, parts)
    const faulting = {
      faults: world.faults,
      acceptsFaults: takesFaults,
      ownHeaders: takesFaults ? controlHeaders : [],
      amendments: [],
    }
    const origins = originRules(api, context.settings)
    await serve({ ...start, ...faulting, started: world.clock(), context, origins }, pipeline)
  } catch (error) {
    const refusal = failure(error, parts.log)
    const exchange = { ...start, ...operationAt(api, asked.method, place), origins: defaultRules(api) }
    recordTraffic(exchange, refusal, refuse(exchange, refusal))
  }
}

const controlHeaders: readonly string[] = [faultHeader]

/** Whether a header may add a fault: not where the control API requires a token, and not for the control API itself. */
function acceptsFaults({ definition }: MountedApi<Api>, { controlToken }: ServerParts): boolean {
  return controlToken === undefined && !definition.commands
}

function startExchange(
  request: IncomingMessage,
  response: ServerResponse,
  place: Address,
  { api, traced }: TracedMount,
  { random, traffic, clock }: ServerParts,
): StartedExchange {
  const { method = '', headers } = request
  const { path, search } = place
  const asked = { method, path, query: parse(search.slice(1)), headers, originalUrl: search, params: {} }
  const times = { started: clock(), began: performance.now() }
  return { request, response, asked, place, api, traced, random, traffic, ...times, params: {} }
}

/** The operation that was asked for, whose form a refusal may have. */
function operationAt({ router }: MountedApi<Api>, method: string, { path }: Address): Pick<Unserved, 'operation'> {
  const match = router.match(method, path)
  return match && 'operation' in match ? { operation: match.operation } : {}
}

function originRules({ contract, definition }: MountedApi<Api>, settings: ApiSettings): OriginRules {
  return { ...contract.cors, allowed: definition.allowedOrigins(settings) }
}

/** Those of a request that has no world, whose settings could say otherwise. */
function defaultRules(api: MountedApi<Api>): OriginRules {
  return originRules(api, api.definition.tenant.settings)
}

function contextOf({ request, place, api }: StartedExchange, world: World, parts: ServerParts): Context {
  const { random, keys, passwords, hashing, providers } = parts
  const store = world.api(api.definition.id)
  const context: Context = {
    store,
    settings: store.settings.current as ApiSettings,
    clock: world.clock,
    random,
    keys,
    passwords,
    hashing,
    providers,
    place,
    address: request.socket.remoteAddress ?? '',
    fields: fieldReader(request),
    alarm: (event) =>
      parts.log.warn({ api: place.api, world: place.world, address: context.address, event }, 'security event'),
  }
  return api.definition.commands ? Object.assign(context, { control: controlOf(world, parts) }) : context
}

function controlOf(world: World, parts: ServerParts): Control {
  const { apis, store, traffic, controlToken, portOfMocks, log } = parts
  const definitions = new Map<string, Api>([...apis].map(([id, { api }]) => [id, api.definition]))
  const caution = (found: Caution) => logCaution(log, world.name, found)
  return { apis: definitions, store, world, traffic, token: controlToken, mockPort: portOfMocks(), caution }
}
