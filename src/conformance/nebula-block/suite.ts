import { bodyEdges } from '../body-edges.ts'
import type { PasswordLogin, Suite } from '../check.ts'
import { enumerationChecks } from '../enumeration.ts'
import { httpChecks } from '../http-behaviour.ts'
import { loginChecks } from '../login-behaviour.ts'
import { apiKeys } from './api-keys.ts'
import { bearer } from './bearer.ts'
import { login } from './login.ts'
import { matrix } from './matrix.ts'
import { apiKey, checksOf, type Operations, type People, token } from './probe.ts'

const crossOrigin = checksOf(undefined, [
  {
    title: 'any page may call, without cookies',
    tags: ['origins'],
    facts: ['NB-44'],
    async run({ ask }) {
      const headers = [['Origin', 'https://app.example']] as const
      const answer = await ask('GET', '/users/credits', 401, { headers })
      answer.is('Access-Control-Allow-Origin', ['*'], answer.all('access-control-allow-origin'))
      answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
    },
  },
  {
    title: 'a preflight grants the methods of the path and the documented headers',
    tags: ['origins'],
    facts: ['NB-44'],
    async run({ ask }) {
      const headers = [
        ['Origin', 'https://app.example'],
        ['Access-Control-Request-Method', 'DELETE'],
        ['Access-Control-Request-Headers', 'authorization, x-evil'],
      ] as const
      const answer = await ask('OPTIONS', '/api-keys/1', 204, { headers })
      answer.is('the methods', 'DELETE, OPTIONS', answer.header('access-control-allow-methods'))
      const granted = answer.header('access-control-allow-headers') ?? ''
      answer.holds('the documented headers', granted.startsWith('Authorization, Content-Type'), granted)
      answer.holds('no others', !granted.includes('x-evil'), granted)
    },
  },
])

const password = 'correct-horse-battery-staple'

const demoPeople: People = {
  ordinary: { login: 'ada', email: 'ada@example.com', password, credits: '12.50' },
  staff: { login: 'grace', email: 'grace@example.com', password, credits: '1000.00' },
}

const logins: readonly PasswordLogin<Operations, People>[] = [
  {
    operation: 'login',
    refused: 401,
    invalid: 400,
    name: 'login',
    request: (username, password) => ({ form: { username, password } }),
  },
]

/** Everything the Nebula Block contract promises. */
export const suite: Suite<Operations, People> = {
  api: 'nebula-block',
  inputs: [
    { path: 'ordinary.login', description: 'Login name of an ordinary account, not an e-mail address' },
    { path: 'ordinary.email', description: 'E-mail address of that account' },
    { path: 'ordinary.password', description: 'Password of that account', secret: true },
    { path: 'ordinary.credits', description: 'Credit balance of that account, written as the API writes it' },
    { path: 'staff.login', description: 'Login name of an account of the staff' },
    { path: 'staff.email', description: 'E-mail address of the staff account' },
    { path: 'staff.password', description: 'Password of the staff account', secret: true },
    { path: 'staff.credits', description: 'Credit balance of the staff account, another than that of the first' },
  ],
  demoPeople,
  logins,
  protected: [
    {
      operation: 'getCredits',
      credential: 'access token',
      scheme: 'bearer',
      authorize: async (probe) => ({ bearer: await token(probe, probe.people.ordinary) }),
    },
    {
      operation: 'getCredits',
      credential: 'API key',
      scheme: 'bearer',
      authorize: async (probe) => ({ bearer: (await apiKey(probe, probe.people.ordinary)).key }),
    },
  ],
  checks: [
    ...enumerationChecks<Operations, People>(logins, ['NB-30']),
    ...login,
    ...bearer,
    ...matrix,
    ...apiKeys,
    ...crossOrigin,
    ...logins.flatMap((each) => loginChecks(each, { throttled: 'NB-35', compared: ['NB-30'] })),
    ...bodyEdges<Operations, People>({
      operation: 'login',
      request: async ({ people: { ordinary } }) => ({
        form: { username: ordinary.login, password: ordinary.password },
      }),
      succeeds: 200,
      invalid: 400,
      facts: { taken: ['NB-09'], invalid: ['NB-32'], mediaType: 'NB-34', tooLarge: 'NB-33' },
    }),
    ...httpChecks<Operations, People>({
      read: {
        path: '/users/credits',
        request: async (probe) => ({ bearer: await token(probe, probe.people.ordinary) }),
      },
      postOnly: '/login',
      facts: {
        unknownPath: 'NB-41',
        wrongMethod: 'NB-42',
        headAndOptions: 'NB-43',
        notStored: 'NB-40',
        headerLimit: 'NB-55',
      },
      isRefusal: (body) => (body as { status?: unknown } | undefined)?.status === 'failed',
    }),
  ],
}
