import { contract, form } from '../../../generated/nebula-block/server.ts'
import { defineApi } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import { limitRules } from '../../served/limit-rules.ts'
import { defaultLimits } from '../../store/api-store.ts'
import { createApiKey } from './create-api-key.ts'
import { bearer } from './credentials.ts'
import { deleteApiKey } from './delete-api-key.ts'
import { names, pageKey, seed } from './demo.ts'
import { getCredits } from './get-credits.ts'
import type { NebulaCallers, NebulaHandlers, NebulaSettings } from './handlers.ts'
import { listApiKeys } from './list-api-keys.ts'
import { login } from './login.ts'

/** Nebula Block: form login to a two-hour JWT, and API keys. */
export const manifest = defineApi<NebulaSettings, NebulaHandlers, NebulaCallers>({
  contract,
  handlers: { login, createApiKey, listApiKeys, getApiKeys: listApiKeys, deleteApiKey, getCredits },
  schemes: { bearer },
  form,
  settings: { ...defaultLimits, apiKeysPerAccount: 100 },
  settingRules: {
    ...limitRules,
    apiKeysPerAccount: {
      description: 'How many live API keys an account may have',
      schema: { type: 'integer', minimum: 1, maximum: 100 },
    },
  },
  seed,
  scenarioTargets: { logins: ['login'], expiring: ['bearer'] },
  sandbox: {
    roles: ['GUEST', 'ADMIN'],
    newAccount: ({ email, name, role = 'GUEST', login: loginName, password }) => ({
      email,
      name,
      role,
      password,
      identities: names(email, ...(loginName ? [loginName] : [])),
      data: { active: true, balance: '0.00' },
    }),
    demo: [
      { label: 'name', value: 'ada' },
      { label: 'staff', value: 'grace' },
      { label: 'password', value: demoPassword.plain },
      { label: 'API key', value: pageKey },
    ],
  },
  tryIt: `curl {url}/login -d username=ada -d password=${demoPassword.plain}`,
  tryClient: {
    authentication: `{ way: 'password', username: 'ada', password: '${demoPassword.plain}' }`,
    call: "GET('/users/credits')",
  },
})
