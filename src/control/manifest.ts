import contract from '../../generated/sandbox/contract.json' with { type: 'json' }
import { defineApi } from '../served/api.ts'
import { limitRules } from '../served/limit-rules.ts'
import type { ApiSettings } from '../store/api-store.ts'
import { defaultLimits } from '../store/api-store.ts'
import { changeAccount, createAccount, listAccounts, removeAccount } from './accounts.ts'
import { createClient, listClients, removeClient } from './clients.ts'
import { advanceClock, getClock, setClock } from './clock.ts'
import { controlToken } from './control-token.ts'
import { createFault, listFaults, listScenarios, removeFault, removeFaults } from './faults.ts'
import type { SandboxCallers, SandboxHandlers } from './handlers.ts'
import { issueKey } from './issue-key.ts'
import { listApis } from './list-apis.ts'
import { listMessages } from './list-messages.ts'
import { listSecrets } from './list-secrets.ts'
import { form } from './problems.ts'
import { purge } from './purge.ts'
import { getReport } from './report.ts'
import { changeSettings, getSettings } from './settings.ts'
import { clearTraffic, listTraffic, streamTraffic } from './traffic.ts'
import { listWorlds, removeWorld, resetWorld } from './worlds.ts'

/** The control API: what the owner of a sandbox can do that no client can. */
export const manifest = defineApi<ApiSettings, SandboxHandlers, SandboxCallers>({
  contract,
  handlers: {
    listWorlds,
    removeWorld,
    resetWorld,
    getClock,
    setClock,
    advanceClock,
    listApis,
    getReport,
    listAccounts,
    createAccount,
    changeAccount,
    removeAccount,
    listClients,
    createClient,
    removeClient,
    purge,
    issueKey,
    getSettings,
    changeSettings,
    listMessages,
    listFaults,
    createFault,
    removeFaults,
    removeFault,
    listScenarios,
    listTraffic,
    clearTraffic,
    streamTraffic,
    listSecrets,
  },
  schemes: { controlToken },
  form,
  // The control API is for the person who runs the server, so its limit is higher.
  settings: { ...defaultLimits, passwordsPerAddress: 1_000_000 },
  settingRules: limitRules,
  commands: true,
  seed: async () => {},
  sandbox: {
    roles: [],
    newAccount: () => {
      throw new TypeError('The control API has no accounts')
    },
    demo: [],
  },
  tryIt: '',
})
