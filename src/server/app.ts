import express, { type Express, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import type { Api, Context, Control } from '../apis/api.ts'
import type { IdentityProviders } from '../apis/identity-providers.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Random } from '../auth/secret.ts'
import type { WorkQueue } from '../auth/work-queue.ts'
import { type Address, type House, readAddress } from '../contract/address.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { lastRefusal } from '../net/refusal.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/world.ts'
import { fieldReader, type Unserved } from './exchange.ts'
import type { MountedApi } from './mounted-api.ts'
import { health, problem } from './problem.ts'
import { failure, refuse, serve } from './way.ts'

/** Everything a request may need, made once at start. */
export interface AppParts {
  readonly apis: ReadonlyMap<string, MountedApi>
  readonly house: House
  readonly store: Store
  readonly hashing: WorkQueue
  readonly random: Random
  readonly keys: KeyRing
  readonly providers: IdentityProviders
  readonly controlToken: string | undefined
  readonly log: Logger
  readonly isReady: () => boolean
  /** What stands under `/idp`, if anything does; made when it is first asked for. */
  readonly developmentProvider: (() => Promise<IdentityProvider>) | undefined
}

/** The whole server as an Express application; Express matches no path of an API, the contract does. */
export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.use(async (request, response, next) => {
    const place = locate(request, parts.house)
    if (typeof place === 'number') return refuseAddress(request, response, place, parts)
    const api = parts.apis.get(place.api)
    return api ? serveApi(request, response, place, api, parts) : next()
  })
  app.get('/healthz', (_request, response) => health(response, true))
  app.get('/readyz', (_request, response) => health(response, parts.isReady()))
  if (parts.developmentProvider) app.use('/idp', onFirstUse(parts.developmentProvider))
  app.use((_request, response) => problem(response, 404, 'Nothing stands at this address'))
  app.use(((error, _request, response, _next) => {
    parts.log.error({ err: error }, 'unexpected failure')
    if (!response.headersSent) problem(response, 500)
  }) as express.ErrorRequestHandler)
  return app
}

/** Where a request goes, or the status of its refusal (RFC 9110, 15.5.20 and 15.6.6; RFC 9112, 3.2). */
function locate(request: Request, house: House): Address | number {
  if (request.httpVersionMajor !== 1) return 505
  const hosts = fieldReader(request)('host')
  if (hosts.length > 1) return 400
  return readAddress(request.url, hosts[0], house) ?? 421
}

/** An API whose path was asked for at a host that is not ours says so in its own form; all else is nobody's to word. */
function refuseAddress(request: Request, response: Response, status: number, parts: AppParts): void {
  const place = status === 421 ? readAddress(pathOf(request.url), 'localhost', parts.house) : undefined
  const api = place && parts.apis.get(place.api)
  if (place && api) refuse(unserved(request, response, place, api, parts), { refusal: 'misdirected' })
  else {
    const { headers, body } = lastRefusal(status)
    response.writeHead(status, headers).end(body)
  }
}

/** A target without the scheme and authority of its absolute form. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '')
}

async function serveApi(
  request: Request,
  response: Response,
  place: Address,
  api: MountedApi,
  parts: AppParts,
): Promise<void> {
  request.url = `${place.path}${place.search}`
  // All that the validator reads of this is the query, and it parses whatever stands here on every request.
  request.originalUrl = place.search
  const exchange = unserved(request, response, place, api, parts)
  try {
    const world = await parts.store.world(place.world)
    await world.touch()
    const context = contextOf(request, place, api, world, parts)
    await serve({ ...exchange, context, origins: originRules(api, context.settings) }, parts.log)
  } catch (error) {
    refuse({ ...exchange, ...operationAt(api, request.method, place) }, failure(error, parts.log))
  }
}

/** The operation that was asked for, whose form a refusal may have. */
function operationAt({ router }: MountedApi, method: string, { path }: Address): Pick<Unserved, 'operation'> {
  const match = router.match(method, path)
  return match && 'operation' in match ? { operation: match.operation } : {}
}

/** A request that has no world yet, whose settings are the defaults. */
function unserved(
  request: Request,
  response: Response,
  place: Address,
  api: MountedApi,
  { random }: AppParts,
): Unserved {
  return {
    request,
    response,
    place,
    api,
    random,
    params: {},
    origins: originRules(api, api.definition.tenant.settings),
  }
}

function originRules({ contract, definition }: MountedApi, settings: ApiSettings): OriginRules {
  return { ...contract.cors, allowed: definition.allowedOrigins(settings) }
}

function contextOf(request: Request, place: Address, api: MountedApi, world: World, parts: AppParts): Context {
  const { random, keys, hashing, providers } = parts
  const store = world.api(api.definition.id)
  const context: Context = {
    store,
    settings: store.settings.current as ApiSettings,
    clock: world.clock,
    random,
    keys,
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

function controlOf(world: World, { apis, store, controlToken }: AppParts): Control {
  const definitions = new Map<string, Api>([...apis].map(([id, { definition }]) => [id, definition]))
  return { apis: definitions, store, world, token: controlToken }
}

/** Loads what few requests need when the first of them comes. */
function onFirstUse(load: () => Promise<IdentityProvider>): express.Handler {
  let loaded: Promise<IdentityProvider> | undefined
  return async (request, response) => {
    loaded ??= load()
    const handler = await loaded
    await handler(request, response)
  }
}
