import type { JWK } from 'jose'
import Provider, { type Configuration, interactionPolicy } from 'oidc-provider'
import { createMemoryAdapter } from './memory-adapter.ts'
import { errorPage } from './page.ts'
import type { People, Person } from './person.ts'

export interface DevelopmentProviderOptions {
  readonly issuer: string
  /** The private key that ID tokens are signed with. */
  readonly signingKey: JWK
  readonly clientId: string
  readonly clientSecret: string
  /** Signs the provider's own cookies. */
  readonly cookieKey: string
  /** Whether an address is exactly one of this server's own callbacks; the provider redirects nowhere else. */
  readonly isCallback: (redirectUri: string) => boolean
}

export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self' http: https:; frame-ancestors 'none'; base-uri 'none'",
} as const

/** An OpenID provider for development: certified protocol, invented people. */
export function createDevelopmentProvider(options: DevelopmentProviderOptions, people: People): Provider {
  const provider = new PagelessProvider(options.issuer, configuration(options, people))
  // What it is told of its own address is the issuer's, see `atIssuer`.
  provider.proxy = true
  const { prototype } = provider.Client as unknown as { prototype: { redirectUriAllowed(uri: string): boolean } }
  prototype.redirectUriAllowed = options.isCallback
  provider.use(async (context, next) => {
    await next()
    if (context.oidc?.route === 'discovery')
      Object.assign(context.body as object, { response_modes_supported: ['query'] })
  })
  return provider
}

/** Sends a browser back by a redirect alone, errors included: a page that submits a form would run a script. */
class PagelessProvider extends Provider {
  override registerResponseMode(...[name, handler]: Parameters<Provider['registerResponseMode']>): void {
    if (name !== 'form_post') super.registerResponseMode(name, handler)
  }
}

function configuration(options: DevelopmentProviderOptions, people: People): Configuration {
  return {
    adapter: createMemoryAdapter(),
    jwks: { keys: [{ ...options.signingKey, alg: 'RS256', use: 'sig', kid: 'development' } as never] },
    cookies: { keys: [options.cookieKey], long: { path: '/idp' }, short: { path: '/idp' } },
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [`${options.issuer}/callback`],
        token_endpoint_auth_method: 'client_secret_post',
        response_modes: ['query'],
      },
    ],
    allowOmittingSingleRegisteredRedirectUri: false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post'],
    scopes: ['openid'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: off,
    findAccount: (_context, subject) => accountOf(people.find(subject)),
    interactions: { policy: askEveryTime(), url: (_context, interaction) => `/idp/interaction/${interaction.uid}` },
    loadExistingGrant: grantWhatIsAsked,
    pkce: { required: () => true },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
    renderError,
  }
}

/** What the library does unless told otherwise and a login by code does not need. */
const off = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
}

function accountOf(person: Person | undefined) {
  if (!person) return undefined
  const { subject, email, verified, name } = person
  return { accountId: subject, claims: () => ({ sub: subject, email, email_verified: verified, name }) }
}

/** Whoever comes again is asked again: a developer wants to be someone else next time. */
function askEveryTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  const answered = (context: { oidc: { result?: { login?: unknown } } }) => context.oidc.result?.login !== undefined
  policy
    .get('login')
    ?.checks.add(
      new Check('every_time', 'A person is chosen at every login', 'login_required', (context) =>
        answered(context as never) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    )
  return policy
}

/** Choosing a person on the page is the consent. */
const grantWhatIsAsked: NonNullable<Configuration['loadExistingGrant']> = async (context) => {
  const { client, session, provider } = context.oidc
  const accountId = session?.accountId
  if (!client || accountId === undefined) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId })
  grant.addOIDCScope('openid email profile')
  await grant.save()
  return grant
}

const renderError: NonNullable<Configuration['renderError']> = async (
  context,
  { error, error_description: description },
) => {
  context.set(pageHeaders)
  context.body = errorPage('This login cannot go on', description ?? error)
}
