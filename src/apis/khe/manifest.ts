import { contract, form } from '../../../generated/khe/server.ts'
import { defineApi } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import { addressRules, limitRules } from '../../served/limit-rules.ts'
import { defaultLimits } from '../../store/api-store.ts'
import { createToken } from './create-token.ts'
import { createUser } from './create-user.ts'
import { deleteToken } from './delete-token.ts'
import { demoClients, seed } from './demo.ts'
import { getUser } from './get-user.ts'
import type { KheCallers, KheHandlers, KheSettings } from './handlers.ts'
import { listUsers } from './list-users.ts'
import { refreshToken } from './refresh-token.ts'
import { basic } from './session.ts'
import { updateUser } from './update-user.ts'
import { newUser, roles } from './user.ts'

const login = { client: demoClients[0], email: 'ada@example.com', password: demoPassword.plain }

/** KHE: a key and a token over HTTP Basic, and refresh tokens that rotate. */
export const manifest = defineApi<KheSettings, KheHandlers, KheCallers>({
  contract,
  handlers: { createToken, deleteToken, refreshToken, createUser, updateUser, listUsers, getUser },
  schemes: { basic },
  form,
  settings: { ...defaultLimits, signUpsPerAddress: 1_000, messagesPerAddress: 1_000 },
  settingRules: { ...limitRules, ...addressRules },
  seed,
  scenarioTargets: { logins: ['createToken'], refreshes: ['refreshToken'], expiring: ['basic'] },
  sandbox: {
    roles,
    newAccount: (wanted, { random }) => newUser(random(12).toString('hex'), wanted),
    clients: 'public',
    demo: [
      ...demoClients.map((value) => ({ label: 'client', value })),
      { label: 'e-mail', value: 'ada@example.com' },
      { label: 'admin', value: 'grace@example.com' },
      { label: 'password', value: demoPassword.plain },
    ],
  },
  tryIt: `curl {url}/users/token -H 'Content-Type: application/json' -d '${JSON.stringify(login)}'`,
  tryClient: {
    authentication: `{ way: 'password', client: '${demoClients[0]}', email: 'grace@example.com', password: '${demoPassword.plain}' }`,
    call: "GET('/users')",
  },
})
