import type { PasswordLogin, Suite } from '../../check.ts'
import { fiveFailures } from '../../guessing.ts'
import { credentials } from './credentials.ts'
import { loginBody, type Operations, type People, pair, session } from './probe.ts'
import { refused } from './refusals.ts'

const password = 'correct-horse-battery-staple'

const logins: readonly PasswordLogin<Operations, People>[] = [
  {
    operation: 'createToken',
    refused: 400,
    invalid: 400,
    name: 'email',
    request: (email, secret, { client }) => ({ json: loginBody({ email, password: secret }, client) }),
  },
]

/** Everything the KHE contract promises. */
export const suite: Suite<Operations, People> = {
  api: 'khe',
  inputs: [
    { path: 'ordinary.email', description: 'E-mail address of an attendee' },
    { path: 'ordinary.password', description: 'Password of the attendee', secret: true },
    { path: 'admin.email', description: 'E-mail address of an admin' },
    { path: 'admin.password', description: 'Password of the admin', secret: true },
    { path: 'client', description: 'Identifier of an application that the server is configured for' },
    { path: 'otherClient', description: 'Identifier of another application' },
  ],
  demoPeople: {
    ordinary: { email: 'ada@example.com', password },
    admin: { email: 'grace@example.com', password },
    client: 'abc123',
    otherClient: 'mocha',
  },
  cast: ({ ordinary, admin, client, otherClient }) => ({
    ordinary: { login: ordinary.email, ...ordinary },
    roles: { admin: { login: admin.email, ...admin }, staff: { login: admin.email, ...admin } },
    client: { id: client },
    otherClient: { id: otherClient },
  }),
  requests: {
    deleteToken: ({ otherClient }) => ({ json: { client: otherClient?.id } }),
    updateUser: () => ({ json: {} }),
  },
  logins,
  protected: [
    {
      operation: 'updateUser',
      credential: 'key and token',
      scheme: 'basic',
      authorize: async (probe) => ({ basic: pair(await session(probe, probe.people.ordinary)), json: {} }),
    },
    {
      operation: 'listUsers',
      credential: 'key and token of an admin',
      scheme: 'basic',
      authorize: async (probe) => ({ basic: pair(await session(probe, probe.people.admin)) }),
    },
  ],
  checks: [...refused, ...logins.flatMap((each) => fiveFailures(each, 'KH-64')), ...credentials],
}
