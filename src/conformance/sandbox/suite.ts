import type { Suite } from '../check.ts'
import { httpChecks } from '../http-behaviour.ts'
import { apis } from './apis.ts'
import { clients } from './clients.ts'
import { everyOperation } from './every-operation.ts'
import { faults } from './faults.ts'
import type { Operations, People } from './probe.ts'
import { traffic } from './traffic.ts'
import { worlds } from './worlds.ts'

/** Everything our own control API promises. */
export const suite: Suite<Operations, People> = {
  api: 'sandbox',
  demoPeople: {
    api: 'nebula-block',
    keyApi: 'numbers-station',
    keyOwner: 'acme',
    clientApi: 'tag',
    publicClientApi: 'khe',
    purgeApi: 'innodata',
    login: {
      operation: 'login',
      path: '/login',
      form: { username: 'ada', password: 'correct-horse-battery-staple' },
    },
    signUp: { api: 'innodata', path: '/v1/users', email: 'lin@example.com' },
  },
  logins: [],
  protected: [],
  checks: [
    ...everyOperation,
    ...worlds,
    ...apis,
    ...clients,
    ...faults,
    ...traffic,
    ...httpChecks<Operations, People>({
      read: { path: '/clock', request: async () => ({}), methods: 'GET, HEAD, OPTIONS, PATCH', isPublic: true },
      postOnly: '/reset',
      facts: { unknownPath: 'SB-19', wrongMethod: 'SB-19', headAndOptions: 'SB-21', notStored: 'SB-20' },
      isRefusal: (body) => typeof (body as { title?: unknown } | undefined)?.title === 'string',
    }),
  ],
}
