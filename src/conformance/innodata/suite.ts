import { bodyEdges } from '../body-edges.ts'
import type { PasswordLogin, Suite } from '../check.ts'
import { enumerationChecks } from '../enumeration.ts'
import { httpChecks } from '../http-behaviour.ts'
import { loginChecks } from '../login-behaviour.ts'
import { activation } from './activation.ts'
import { envelope } from './envelope.ts'
import { keys } from './keys.ts'
import { login } from './login.ts'
import { matrix } from './matrix.ts'
import { asUser, checksOf, keysOf, loginOf, type Operations, type People, withKey } from './probe.ts'
import { signUp } from './sign-up.ts'
import { teams } from './teams.ts'

const password = 'correct-horse-battery-staple'

const crossOrigin = checksOf(undefined, [
  {
    title: 'any page may call, without cookies',
    tags: ['origins'],
    facts: ['IN-54'],
    async run({ ask }) {
      const headers = [['Origin', 'https://app.example']] as const
      const answer = await ask('GET', '/v1.1/users/me', 401, { headers })
      answer.is('Access-Control-Allow-Origin', ['*'], answer.all('access-control-allow-origin'))
      answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
    },
  },
  {
    title: 'a preflight grants the methods of the path and the headers of the page, both spellings',
    tags: ['origins'],
    facts: ['IN-14', 'IN-15', 'IN-54'],
    async run({ ask }) {
      const headers = [
        ['Origin', 'https://app.example'],
        ['Access-Control-Request-Method', 'GET'],
        ['Access-Control-Request-Headers', 'authentication, content-type, x-evil'],
      ] as const
      const answer = await ask('OPTIONS', '/v1.1/users/me', 204, { headers })
      answer.is('the methods', 'GET, HEAD, OPTIONS', answer.header('access-control-allow-methods'))
      const granted = answer.header('access-control-allow-headers') ?? ''
      answer.holds('the headers', granted.startsWith('Authorization, Authentication, Content-Type'), granted)
      answer.holds('no others', !granted.includes('x-evil'), granted)
    },
  },
])

const logins: readonly PasswordLogin<Operations, People>[] = [
  {
    operation: 'login',
    refused: 401,
    invalid: 400,
    name: 'email',
    request: (email, secret) => loginOf({ email, password: secret }),
  },
]

/** Everything the Innodata contract promises. */
export const suite: Suite<Operations, People> = {
  api: 'innodata',
  varying: /"tracking":"[0-9a-f-]{36}"/,
  inputs: [
    { path: 'ordinary.email', description: 'E-mail address of an activated user' },
    { path: 'ordinary.password', description: 'Password of that user', secret: true },
    { path: 'other.email', description: 'E-mail address of another activated user, who shares no team with the first' },
    { path: 'other.password', description: 'Password of the other user', secret: true },
  ],
  demoPeople: {
    ordinary: { email: 'ada@example.com', password },
    other: { email: 'grace@example.com', password },
  },
  logins,
  protected: [
    {
      operation: 'getCurrentUser',
      credential: 'live key',
      scheme: 'basic',
      authorize: asUser,
    },
    {
      operation: 'getCurrentUser',
      credential: 'test key',
      scheme: 'basic',
      authorize: async (probe) => withKey((await keysOf(probe, probe.people.ordinary)).test),
    },
  ],
  checks: [
    ...enumerationChecks<Operations, People>(logins, ['IN-43']),
    ...signUp,
    ...activation,
    ...login,
    ...keys,
    ...matrix,
    ...teams,
    ...envelope,
    ...crossOrigin,
    ...logins.flatMap((each) => loginChecks(each, { throttled: 'IN-47', compared: ['IN-43', 'IN-60'] })),
    ...bodyEdges<Operations, People>({
      operation: 'login',
      request: async ({ people }) => loginOf(people.ordinary),
      succeeds: 200,
      invalid: 400,
      facts: { taken: ['IN-33', 'IN-23'], invalid: ['IN-33', 'IN-42'], mediaType: 'IN-46', tooLarge: 'IN-45' },
    }),
    ...httpChecks<Operations, People>({
      read: { path: '/v1.1/users/me', request: (probe) => asUser(probe) },
      postOnly: '/v1.1/users/login',
      facts: {
        unknownPath: 'IN-51',
        wrongMethod: 'IN-52',
        headAndOptions: 'IN-53',
        notStored: 'IN-50',
        headerLimit: 'IN-74',
      },
      isRefusal: (body) => (body as { success?: unknown } | undefined)?.success === false,
    }),
  ],
}
