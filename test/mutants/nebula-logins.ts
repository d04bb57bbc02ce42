import { askingWith, handling } from './breaking.ts'
import { upToNul } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle, throttledBySpelling } from './guessing.ts'
import { mutantsOf } from './mutant.ts'
import { without } from './wires.ts'

const challenge = { 'WWW-Authenticate': 'Bearer realm="nebula-block"' }

/** Nebula Block: logins, and how guesses at them are slowed down. */
export const nebulaLogins = mutantsOf('nebula-block', [
  {
    name: 'says-that-an-account-is-disabled',
    kind: 'enumeration',
    title: 'A disabled account is told that it is',
    facts: ['NB-30'],
    break: handling('login', (next) => async (request, context) => {
      const { username } = request.body as { readonly username: string }
      const found = await context.store.accounts.identify({ kind: 'login', value: username })
      const message = 'This account is disabled'
      return found?.account.disabled === undefined
        ? next(request, context)
        : { status: 401, headers: challenge, body: { data: {}, message, status: 'failed' } }
    }),
  },
  {
    name: 'password-in-any-case',
    kind: 'passwords',
    title: 'The password is put into lower case before it is compared, as the old system did',
    facts: ['NB-30'],
    break: askingWith('login', 'password', (password) => password.toLowerCase()),
  },
  {
    name: 'password-trimmed',
    kind: 'passwords',
    title: 'Every field of the form is trimmed, the password too',
    facts: ['NB-30'],
    break: askingWith('login', 'password', (password) => password.trim()),
  },
  {
    name: 'name-cut-at-a-nul',
    kind: 'authentication',
    title: 'The name is looked up by a library of C, to which a NUL is the end',
    facts: ['NB-30'],
    break: askingWith('login', 'username', upToNul),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['NB-35'],
    break: noThrottle,
  },
  {
    name: 'throttled-by-spelling',
    kind: 'throttling',
    title: 'The limiter counts names as they are typed',
    facts: ['NB-35'],
    break: throttledBySpelling,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['NB-35'],
    break: forwardedAddressTrusted,
  },
  {
    name: 'no-retry-after',
    kind: 'throttling',
    title: 'The limiter answers 429 without `Retry-After`',
    facts: ['NB-35'],
    wire: without('Retry-After', (status) => status === 429),
  },
])
