import type { PasswordLogin, Suite } from '../../check.ts'
import { fiveFailures } from '../../guessing.ts'
import { credentials } from './credentials.ts'
import { login } from './login.ts'
import { apiKey, type Operations, type People, token } from './probe.ts'

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
  cast: ({ ordinary, staff }) => ({ ordinary, other: staff }),
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
      authorize: async (probe) => ({ bearer: await apiKey(probe, probe.people.ordinary) }),
    },
  ],
  checks: [...login, ...logins.flatMap((each) => fiveFailures(each, 'NB-35')), ...credentials],
}
