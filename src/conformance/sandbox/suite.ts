import type { Suite } from '../check.ts'
import { accounts } from './accounts.ts'
import { apis } from './apis.ts'
import { clients } from './clients.ts'
import { clockBounds } from './clock-bounds.ts'
import { everyOperation } from './every-operation.ts'
import { faults } from './faults.ts'
import { foreignPages } from './foreign-pages.ts'
import { messages } from './messages.ts'
import { pages } from './pages.ts'
import type { Operations, People } from './probe.ts'
import { secrets } from './secrets.ts'
import { settings } from './settings.ts'
import { traffic } from './traffic.ts'
import { trafficFilter } from './traffic-filter.ts'
import { worlds } from './worlds.ts'

/** Everything our own control API promises. */
export const suite: Suite<Operations, People> = {
  api: 'sandbox',
  eachAnew: true,
  inputs: [
    { path: 'api', description: 'An API with accounts' },
    { path: 'keyApi', description: 'An API whose keys are issued on a page of the vendor' },
    { path: 'keyOwner', description: 'Whom such a key is issued to' },
    { path: 'clientApi', description: 'An API with clients that have secrets' },
    { path: 'publicClientApi', description: 'An API with clients that have none' },
    { path: 'purgeApi', description: 'An API that removes data on a regular basis' },
    { path: 'login.operation', description: 'Operation that logs in at the first API' },
    { path: 'login.path', description: 'Path of that operation' },
    { path: 'login.form.username', description: 'Name of an account of the first API' },
    { path: 'login.form.password', description: 'Password of that account', secret: true },
    { path: 'signUp.api', description: 'An API where whoever signs up has to follow a link' },
    { path: 'signUp.path', description: 'Path of its sign-up' },
    { path: 'signUp.email', description: 'E-mail address that nobody has there' },
  ],
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
  cast: () => ({}),
  logins: [],
  protected: [],
  checks: [
    ...everyOperation,
    ...worlds,
    ...foreignPages,
    ...clockBounds,
    ...apis,
    ...accounts,
    ...secrets,
    ...settings,
    ...messages,
    ...clients,
    ...faults,
    ...pages,
    ...traffic,
    ...trafficFilter,
  ],
}
