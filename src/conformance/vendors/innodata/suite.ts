import type { PasswordLogin, Suite } from '../../check.ts'
import { fiveFailures } from '../../guessing.ts'
import { bodies } from './bodies.ts'
import { envelope } from './envelope.ts'
import { keys } from './keys.ts'
import { asUser, keysOf, loginOf, type Operations, type People, withKey } from './probe.ts'
import { signUp } from './sign-up.ts'
import { teams } from './teams.ts'

const password = 'correct-horse-battery-staple'

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
  cast: ({ ordinary, other }) => ({
    ordinary: { login: ordinary.email, ...ordinary },
    other: { login: other.email, ...other },
  }),
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
    ...signUp,
    ...logins.flatMap((each) => fiveFailures(each, 'IN-47')),
    ...bodies,
    ...keys,
    ...teams,
    ...envelope,
  ],
}
