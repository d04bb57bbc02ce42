import { hour } from '../../src/auth/clock.ts'
import { readCookie } from '../../src/auth/cookies.ts'
import { hashSecret } from '../../src/auth/secret.ts'
import type { IdentityProviders, LoginSecrets } from '../../src/served/identity-providers.ts'
import { type Called, handling, handlingIn, replying } from './breaking.ts'
import { listAdmitting, storing, withMembers } from './contexts.ts'
import { mutantsOf, type Wire } from './mutant.ts'
import { lineOf } from './wires.ts'

const [begin, end] = ['loginSessionOauth', 'loginSessionOauthCallback'] as const

/** Numbers Station: logins at an identity provider. */
export const numbersProviders = mutantsOf('numbers-station', [
  {
    name: 'redirect-by-prefix',
    kind: 'redirects',
    title: 'A `redirect_uri` may begin with a listed address',
    facts: ['NS-52'],
    break: handlingIn(begin, (context) =>
      listing(context, (list, uri) => list.some((listed) => uri.startsWith(listed))),
    ),
  },
  {
    name: 'redirect-by-host',
    kind: 'redirects',
    title: 'A `redirect_uri` is compared by its host',
    facts: ['NS-52'],
    break: handlingIn(begin, (context) =>
      listing(context, (list, uri) => list.some((listed) => URL.parse(listed)?.hostname === URL.parse(uri)?.hostname)),
    ),
  },
  {
    name: 'redirect-anywhere',
    kind: 'redirects',
    title: 'A `redirect_uri` is not looked at',
    facts: ['NS-52'],
    break: handlingIn(begin, (context) => listing(context, () => true)),
  },
  {
    name: 'redirect-is-307',
    kind: 'redirects',
    title: 'The redirect to the provider is 307',
    facts: ['NS-51'],
    break: replying(begin, (reply) => (reply.status === 302 ? { ...reply, status: 307 } : reply)),
  },
  {
    name: 'return-is-303',
    kind: 'redirects',
    title: 'The redirect back to the app is 303',
    facts: ['NS-51'],
    break: replying(end, (reply) => (reply.status === 302 ? { ...reply, status: 303 } : reply)),
  },
  {
    name: 'failure-not-told',
    kind: 'redirects',
    title: 'A login that failed ends at the app without `error`',
    facts: ['NS-33'],
    break: replying(end, (reply) => {
      const location = String(reply.headers?.Location).replace(/[?&]error=[^&]*/, '')
      return reply.status === 302 ? { ...reply, headers: { ...reply.headers, Location: location } } : reply
    }),
  },
  {
    name: 'no-pkce',
    kind: 'redirects',
    title: 'The address of the provider has no code challenge',
    facts: ['NS-08'],
    break: handlingIn(begin, (context) =>
      providing(context, ({ begin: right }) => ({
        async begin(...given) {
          const url = await right(...given)
          if (url instanceof URL)
            for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name)
          return url
        },
      })),
    ),
  },
  {
    name: 'one-verifier-for-all',
    kind: 'redirects',
    title: 'The verifier is a constant of the configuration',
    facts: ['NS-08', 'NS-54'],
    break: (api) => [begin, end].reduce((broken, operation) => handlingIn(operation, withOneVerifier)(broken), api),
  },
  {
    name: 'one-nonce-for-all',
    kind: 'one-time',
    title: 'The nonce is a constant of the configuration',
    facts: ['NS-54'],
    break: (api) => [begin, end].reduce((broken, operation) => handlingIn(operation, withOneNonce)(broken), api),
  },
  {
    name: 'nonce-not-compared',
    kind: 'redirects',
    title: 'The nonce is sent to the provider, and not compared with the one that comes back',
    facts: ['NS-54'],
    wire: vouchingForAnyNonce(),
  },
  {
    name: 'plain-challenge',
    kind: 'redirects',
    title: 'The challenge is the verifier itself, by the method `plain`',
    facts: ['NS-08'],
    break: handlingIn(begin, (context) =>
      providing(context, ({ begin: right }) => ({
        async begin(provider, callback, secrets) {
          const url = await right(provider, callback, secrets)
          if (url instanceof URL) url.searchParams.set('code_challenge', secrets.verifier)
          if (url instanceof URL) url.searchParams.set('code_challenge_method', 'plain')
          return url
        },
      })),
    ),
  },
  {
    name: 'state-of-any-browser',
    kind: 'redirects',
    title: 'The state is looked up, and not compared with the browser that has it',
    facts: ['NS-54', 'NS-55'],
    break: handlingIn(end, (context) => ({
      ...context,
      keys: withMembers(context.keys, {
        unseal(...given) {
          const login: object = JSON.parse(context.keys.unseal(...given))
          return JSON.stringify({ ...login, binding: hashSecret(readCookie(context.fields, 'login_id')) })
        },
      }),
    })),
  },
  {
    name: 'state-works-twice',
    kind: 'one-time',
    title: 'The state is looked up, and not used up',
    facts: ['NS-54', 'NS-55'],
    break: handlingIn(
      end,
      storing(({ secrets }) => ({
        secrets: withMembers(secrets, { consume: (kind, plain) => secrets.find(kind, plain) }),
      })),
    ),
  },
  {
    name: 'login-of-an-hour',
    kind: 'lifetime',
    title: 'A login at a provider may take an hour',
    facts: ['NS-54', 'NS-55'],
    break: handlingIn(
      begin,
      storing(({ secrets }) => ({
        secrets: withMembers(secrets, { issue: (wanted) => secrets.issue({ ...wanted, lifetime: hour }) }),
      })),
    ),
  },
  {
    name: 'unverified-address',
    kind: 'authentication',
    title: 'A user of the provider is linked by its address, verified or not',
    facts: ['NS-56'],
    break: handlingIn(end, (context) =>
      providing(context, ({ finish }) => ({
        async finish(...given) {
          const identity = await finish(...given)
          return typeof identity === 'string' ? identity : { ...identity, emailVerified: true }
        },
      })),
    ),
  },
  {
    name: 'known-by-address',
    kind: 'authentication',
    title: 'A user of the provider is known by its address, whatever its subject',
    facts: ['NS-56'],
    break: handlingIn(
      end,
      storing(({ accounts }) => ({ accounts: withMembers(accounts, { identities: async () => [] }) })),
    ),
  },
  {
    name: 'account-not-asked',
    kind: 'authorization',
    title: 'A login at a provider ends in any account',
    facts: ['NS-29', 'NS-33'],
    break: handling(begin, (next) => async (request, context) => {
      const { account_name: _, ...query } = request.query
      return next({ ...request, query }, context)
    }),
  },
])

function listing(context: Called, isListed: (list: readonly string[], uri: string) => boolean): Called {
  const redirectUris = context.settings.redirectUris as readonly string[]
  const list = listAdmitting(redirectUris, (uri) => isListed(redirectUris, uri))
  return { ...context, settings: { ...context.settings, redirectUris: list } }
}

function providing(context: Called, change: (right: IdentityProviders) => Partial<IdentityProviders>): Called {
  return { ...context, providers: { ...context.providers, ...change(context.providers) } }
}

function withOneVerifier(context: Called): Called {
  return withAlike(context, { verifier: 'v'.repeat(43) })
}

function withOneNonce(context: Called): Called {
  return withAlike(context, { nonce: 'n'.repeat(43) })
}

/** Every login with the same of its secrets. */
function withAlike(context: Called, same: Partial<LoginSecrets>): Called {
  return providing(context, ({ begin: start, finish }) => ({
    begin: (provider, callback, secrets) => start(provider, callback, { ...secrets, ...same }),
    finish: (provider, address, secrets) => finish(provider, address, { ...secrets, ...same }),
  }))
}

/** A provider that is asked to vouch under the nonce of the login, whatever nonce the browser brings. */
function vouchingForAnyNonce(): Wire {
  const nonces = new Map<string | null, string | null>()
  return {
    answer(answer, { headers }) {
      const location = lineOf(answer.headers, 'Location')
      const told = URL.parse(location ?? answer.text.replaceAll('"', ''))
      if (!told?.searchParams.has('nonce')) return answer
      nonces.set(told.searchParams.get('state'), told.searchParams.get('nonce'))
      // So that the provider is asked by way of this wire, too.
      told.host = lineOf(headers, 'Host') ?? told.host
      if (location === undefined) return { ...answer, text: JSON.stringify(told) }
      const others = answer.headers.filter(([name]) => name.toLowerCase() !== 'location')
      return { ...answer, headers: [...others, ['Location', told.href]] }
    },
    request(request) {
      const [path = '', search] = request.target.split('?')
      const query = new URLSearchParams(search)
      if (!query.has('nonce')) return request
      query.set('nonce', nonces.get(query.get('state')) ?? '')
      return { ...request, target: `${path}?${query}` }
    },
  }
}
