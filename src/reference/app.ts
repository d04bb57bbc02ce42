import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { readAddress, type ServedNames, worldPattern } from '../contract/address.ts'
import { isForeign, isTopLevelNavigation, originSigns } from '../contract/origin-policy.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import { health, isClientError, problem, seeElsewhere } from './problem.ts'
import { type StaticSite, staticSite } from './static-site.ts'

/** What stands here beside the APIs. */
export interface AppParts {
  readonly log: Logger
  readonly served: ServedNames
  readonly isReady: () => boolean
  /** What stands under `/idp`, if anything does; made when it is first asked for. */
  readonly developmentProvider: (() => Promise<IdentityProvider>) | undefined
  /** What people look at; the first that has a file serves it. */
  readonly sites: readonly StaticSite[]
}

/** Health, the development provider, the sites and the 404 of everything that is no API's, as an Express application. */
export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.get('/healthz', (_request, response) => health(response, true))
  app.get('/readyz', (_request, response) => health(response, parts.isReady()))
  if (parts.developmentProvider) {
    app.get(['/idp', '/idp/'], (_request, response) => seeElsewhere(response, '/idp/.well-known/openid-configuration'))
    app.use('/idp', identityProvider(onFirstUse(parts.developmentProvider), parts.served))
  }
  for (const site of parts.sites) mount(app, site)
  app.use((_request, response) => problem(response, 404, 'Nothing stands at this address'))
  app.use(((error, _request, response, _next) => {
    if (isClientError(error) && !response.headersSent) return problem(response, error.status)
    parts.log.error({ err: error }, 'unexpected failure')
    if (!response.headersSent) problem(response, 500)
  }) as express.ErrorRequestHandler)
  return app
}

function mount(app: Express, { at, ...site }: StaticSite): void {
  const serve = staticSite(site)
  app.use(at, serve)
  app.use(`/~:world${at === '/' ? '' : at}`, (request, response, next) =>
    worldPattern.test(request.params.world ?? '') ? serve(request, response, next) : next(),
  )
}

/**
 * A login begins where a browser is sent to the provider, never by a call of a foreign page. The page on which a person is
 * chosen needs the cookie of its login, and its form has no origin, since it has no referrer either.
 */
function identityProvider(load: () => Promise<IdentityProvider>, served: ServedNames): express.Handler {
  return async (request, response, next) => {
    const { method, headers, path, originalUrl } = request
    const place = readAddress(originalUrl, headers.host, served)
    if (!place) return next()
    const signs = originSigns(method, headers)
    const isOpen = path.startsWith('/interaction/') || isTopLevelNavigation(signs)
    if (!isOpen && isForeign(signs, place.ownOrigins, []))
      return problem(response, 403, 'Pages of other sites can only send a browser here')
    const answer = await load()
    await answer(request, response, place.home)
  }
}

/** Loads what few requests need when the first of them comes; a failure is tried again at the next. */
function onFirstUse<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loaded: Promise<Loaded> | undefined
  return () => {
    loaded ??= load().catch((error) => {
      loaded = undefined
      throw error
    })
    return loaded
  }
}
