import { contract, form } from '../../../generated/innodata/server.ts'
import { randomUUID } from '../../contract/uuid.ts'
import { defineApi } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import { addressRules, limitRules } from '../../served/limit-rules.ts'
import { atomically, defaultLimits } from '../../store/api-store.ts'
import { activateUser } from './activate-user.ts'
import { activation } from './activation.ts'
import { createTeam } from './create-team.ts'
import { createUser } from './create-user.ts'
import { pageKeys, seed } from './demo.ts'
import { getCurrentUser } from './get-current-user.ts'
import { getStatus } from './get-status.ts'
import type { InnodataCallers, InnodataHandlers, InnodataSettings } from './handlers.ts'
import { apiKey, giveKeys, newKeys } from './keys.ts'
import { listTeams } from './list-teams.ts'
import { login } from './login.ts'
import { purge } from './teams.ts'
import { newUser } from './user.ts'

/** Innodata: users who sign up, activate and log in, and the two API keys they send by HTTP Basic. */
export const manifest = defineApi<InnodataSettings, InnodataHandlers, InnodataCallers>({
  contract,
  handlers: {
    createUser,
    postV11Users: createUser,
    login,
    getCurrentUser,
    activateUser,
    listTeams,
    createTeam,
    getStatus,
  },
  schemes: { apiKey },
  form,
  settings: { ...defaultLimits, signUpsPerAddress: 1_000, teamsPerUser: 100 },
  settingRules: {
    ...limitRules,
    signUpsPerAddress: addressRules.signUpsPerAddress,
    teamsPerUser: {
      description: 'How many teams of each kind a user may make',
      schema: { type: 'integer', minimum: 1, maximum: 100 },
    },
  },
  seed,
  scenarioTargets: { logins: ['login'] },
  sandbox: {
    roles: ['USER'],
    newAccount: ({ email, name, role = 'USER', password }, { random }) =>
      newUser({ id: randomUUID(random), email, name, role, password, activated: true }),
    complete: ({ id }, { store, random }) =>
      atomically(store, (unit) => giveKeys(unit, store.scope, id, newKeys(random))),
    activation,
    purge: ({ store }) => purge(store),
    demo: [
      { label: 'e-mail', value: 'ada@example.com' },
      { label: 'another', value: 'grace@example.com' },
      { label: 'password', value: demoPassword.plain },
      { label: 'live key', value: pageKeys.live },
      { label: 'test key', value: pageKeys.test },
    ],
  },
  tryIt: `curl {url}/v1.1/users/me -u ${pageKeys.live}:`,
  tryClient: {
    authentication: `{ way: 'key', key: '${pageKeys.live}' }`,
    call: "GET('/v1.1/users/me')",
  },
})
