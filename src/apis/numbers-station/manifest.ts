import { contract, form } from '../../../generated/numbers-station/server.ts'
import { randomUUID } from '../../contract/uuid.ts'
import { defineApi } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import { addressRules, limitRules } from '../../served/limit-rules.ts'
import { defaultLimits } from '../../store/api-store.ts'
import { demoKey, seed } from './demo.ts'
import { getCurrentUser } from './get-current-user.ts'
import type { NumbersCallers, NumbersHandlers, NumbersSettings } from './handlers.ts'
import { loginAccessToken } from './login-access-token.ts'
import { loginAccessTokenApiKey } from './login-access-token-api-key.ts'
import { loginSession } from './login-session.ts'
import { loginSessionOauth } from './login-session-oauth.ts'
import { loginSessionOauthCallback } from './login-session-oauth-callback.ts'
import { begunLogin } from './login-transaction.ts'
import { logoutAccessToken } from './logout-access-token.ts'
import { logoutSession } from './logout-session.ts'
import { apiKey, bearer, sessionCookie } from './session.ts'

const address = { type: 'string', format: 'uri', minLength: 1, maxLength: 2000 }

/** Numbers Station: one session, by cookie or bearer token, from a password, an API key or an identity provider. */
export const manifest = defineApi<NumbersSettings, NumbersHandlers, NumbersCallers>({
  contract,
  handlers: {
    loginSession,
    loginAccessToken,
    loginAccessTokenApiKey,
    loginSessionOauth,
    loginSessionOauthCallback,
    logoutSession,
    logoutAccessToken,
    getCurrentUser,
  },
  schemes: { bearer, sessionCookie, apiKey },
  form,
  settings: {
    ...defaultLimits,
    signUpsPerAddress: 1_000,
    allowedOrigins: ['http://localhost:3000'],
    redirectUris: [
      'http://localhost:3000',
      'http://localhost:3000/',
      'http://localhost:3000/login',
      'http://localhost:3000/callback',
    ],
    defaultRedirectUri: 'http://localhost:3000/login',
  },
  settingRules: {
    ...limitRules,
    signUpsPerAddress: addressRules.signUpsPerAddress,
    allowedOrigins: {
      description: 'Origins whose pages may call the API, each exactly as a browser sends it',
      schema: {
        type: 'array',
        maxItems: 100,
        items: { type: 'string', maxLength: 300, format: 'origin' },
      },
    },
    redirectUris: {
      description: 'Addresses a login at a provider may end at, compared to the letter',
      schema: { type: 'array', maxItems: 100, items: { ...address, pattern: '^https?://' } },
    },
    defaultRedirectUri: {
      description: 'Where a login at a provider ends unless the request says',
      schema: { ...address, pattern: '^https?://' },
    },
  },
  allowedOrigins: ({ allowedOrigins }) => allowedOrigins,
  seed,
  scenarioTargets: {
    logins: ['loginSession', 'loginAccessToken', 'loginAccessTokenApiKey'],
    expiring: ['bearer', 'sessionCookie'],
    providerReturns: ['loginSessionOauthCallback'],
  },
  sandbox: {
    roles: ['USER', 'ADMIN'],
    newAccount: ({ email, name, role = 'USER', password, groups }, { random }) => ({
      id: randomUUID(random),
      email,
      name,
      role,
      password,
      identities: [{ kind: 'login', value: email }],
      data: { accounts: groups },
    }),
    // Those that one network address has begun are counted together.
    actsFor: ({ kind, subject = null }) => (kind === begunLogin ? null : subject),
    issueKey: async ({ owner, ...others }, { store }) => {
      if (Object.keys(others).length > 0)
        return {
          status: 400,
          detail: `Numbers Station has one kind of key; leave out ${Object.keys(others).join(', ')}`,
        }
      const { plain, secret } = await store.secrets.issue({
        kind: 'api-key',
        numbered: true,
        subject: owner,
        atMost: 1,
      })
      return { id: secret.id, key: plain }
    },
    demo: [
      { label: 'e-mail', value: 'ada@example.com' },
      { label: 'admin', value: 'grace@example.com' },
      { label: 'password', value: demoPassword.plain },
      { label: 'account', value: 'acme' },
      { label: 'API key', value: demoKey },
    ],
  },
  tryIt: `curl {url}/api/v1/login/access-token -F username=ada@example.com -F password=${demoPassword.plain}`,
  tryClient: {
    authentication: `{ way: 'password', email: 'ada@example.com', password: '${demoPassword.plain}' }`,
    call: "GET('/api/v3/orgs/{account_name}/users/me', { params: { path: { account_name: 'acme' } } })",
  },
})
