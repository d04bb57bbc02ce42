import type { PasswordLogin, Suite } from '../../check.ts'
import { fiveFailures } from '../../guessing.ts'
import { apiKey } from './api-key.ts'
import { login } from './login.ts'
import { oauthCallback } from './oauth-callback.ts'
import { oauthRequest } from './oauth-request.ts'
import { origins } from './origins.ts'
import { bearerOf, cookieOf, type Operations, type People } from './probe.ts'
import { session } from './session.ts'

const password = 'correct-horse-battery-staple'

const passwordLogin = (operation: 'loginSession' | 'loginAccessToken'): PasswordLogin<Operations, People> => ({
  operation,
  refused: 401,
  invalid: 422,
  name: 'email',
  request: (username, password) => ({ form: { username, password } }),
})

const logins: readonly PasswordLogin<Operations, People>[] = [
  passwordLogin('loginSession'),
  passwordLogin('loginAccessToken'),
]

/** Everything the Numbers Station contract promises. */
export const suite: Suite<Operations, People> = {
  api: 'numbers-station',
  inputs: [
    { path: 'ordinary.email', description: 'E-mail address of a user with the role USER' },
    { path: 'ordinary.password', description: 'Password of that user', secret: true },
    { path: 'admin.email', description: 'E-mail address of a user of the same account with the role ADMIN' },
    { path: 'admin.password', description: 'Password of the admin', secret: true },
    { path: 'account', description: 'Name of the account that both are in' },
    { path: 'otherAccount', description: 'Name of an account that neither is in' },
    { path: 'origin', description: 'Origin that is allowed to call, such as http://localhost:3000' },
    { path: 'redirectUri', description: 'Address that a login at a provider may end at, a root path without a query' },
    { path: 'provider', description: 'Name of an identity provider that is set up' },
    { path: 'otherProvider', description: 'Name of a provider of the contract that is not set up' },
  ],
  demoPeople: {
    ordinary: { email: 'ada@example.com', password },
    admin: { email: 'grace@example.com', password },
    account: 'acme',
    otherAccount: 'globex',
    origin: 'http://localhost:3000',
    redirectUri: 'http://localhost:3000/',
    provider: 'google',
    otherProvider: 'okta',
  },
  cast: ({ ordinary, admin, account, otherAccount, provider, redirectUri, origin }) => ({
    ordinary: { login: ordinary.email, ...ordinary },
    other: { login: admin.email, ...admin },
    tenant: account,
    otherTenant: otherAccount,
    provider,
    redirectUri,
    origin,
  }),
  requests: {
    getCurrentUser: ({ tenant = '' }) => ({ path: { account_name: tenant } }),
    loginAccessTokenApiKey: ({ tenant = '', ordinary }) => ({
      query: { account_name: tenant, email: ordinary?.email ?? '' },
    }),
  },
  logins,
  protected: [
    {
      operation: 'getCurrentUser',
      credential: 'bearer session',
      scheme: 'bearer',
      authorize: async (probe) => ({
        path: { account_name: probe.people.account },
        bearer: await bearerOf(probe, probe.people.ordinary),
      }),
    },
    {
      operation: 'getCurrentUser',
      credential: 'cookie session',
      scheme: 'cookie',
      authorize: async (probe) => ({
        path: { account_name: probe.people.account },
        cookie: await cookieOf(probe, probe.people.ordinary),
      }),
    },
    {
      operation: 'loginAccessTokenApiKey',
      credential: 'API key',
      scheme: 'key',
      isImpersonal: true,
      authorize: async ({ hooks, people }) => ({
        query: { account_name: people.account, email: people.ordinary.email },
        headers: [['X-API-Key', (await hooks.issueKey?.(people.account)) ?? '']],
      }),
    },
  ],
  checks: [
    ...login,
    ...logins.flatMap((each) => fiveFailures(each, 'NS-59')),
    ...apiKey,
    ...oauthRequest,
    ...oauthCallback,
    ...session,
    ...origins,
  ],
}
