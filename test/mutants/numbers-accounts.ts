import { all, answering, asAccount, askingWith, handling, looking, wording } from './breaking.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { mutantsOf } from './mutant.ts'

const [cookieLogin, bearerLogin] = ['loginSession', 'loginAccessToken'] as const

/** Numbers Station: who may enter which account, what refusals tell, and the form of answers. */
export const numbersAccounts = mutantsOf('numbers-station', [
  {
    name: 'any-account-shown',
    kind: 'authorization',
    title: 'The account in the path is not compared with those of the user',
    facts: ['NS-44'],
    break: handling(
      'getCurrentUser',
      (next) => async (request, context) =>
        next(request, asAccount(context, { data: { accounts: [String(request.path.account_name)] } })),
    ),
  },
  {
    name: 'unknown-account-is-404',
    kind: 'enumeration',
    title: 'An account that does not exist is 404, and one of others 403',
    facts: ['NS-44'],
    break: handling('getCurrentUser', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const isKnown = ['acme', 'globex'].includes(String(request.path.account_name))
      return 'refusal' in outcome && outcome.refusal === 'forbidden' && !isKnown
        ? { status: 404, body: { detail: 'There is no such account' } }
        : outcome
    }),
  },
  {
    name: 'any-account-entered',
    kind: 'authorization',
    title: '`account_name` at a login is stored and not checked',
    facts: ['NS-29'],
    break: handling(bearerLogin, (next) => async (request, context) => {
      const { account_name: _, ...query } = request.query
      return next({ ...request, query }, context)
    }),
  },
  {
    name: 'key-of-any-account',
    kind: 'authorization',
    title: 'A key is looked up, and its account not compared with the one that is asked for',
    facts: ['NS-43'],
    break: handling(
      'loginAccessTokenApiKey',
      (next) => async (request, context) => next(request, { ...context, caller: request.query.account_name }),
    ),
  },
  {
    name: 'users-made-unasked',
    kind: 'authorization',
    title: 'An exchange makes the user where there is none, asked or not',
    facts: ['NS-30'],
    break: handling(
      'loginAccessTokenApiKey',
      (next) => async (request, context) => next({ ...request, query: { ...request.query, create: true } }, context),
    ),
  },
  {
    name: 'unknown-user-told',
    kind: 'enumeration',
    title: 'An unknown user is told apart from a wrong password',
    facts: ['NS-42'],
    break: handling(bearerLogin, (next) => async (request, context) => {
      const outcome = await next(request, context)
      const { username } = request.body as { readonly username: string }
      const known = await context.store.accounts.identify({ kind: 'login', value: username })
      return 'refusal' in outcome && outcome.refusal === 'wrong-login' && !known
        ? {
            status: 401,
            headers: { 'WWW-Authenticate': 'Bearer realm="numbers-station"' },
            body: { detail: 'Unknown user' },
          }
        : outcome
    }),
  },
  {
    name: 'password-trimmed',
    kind: 'passwords',
    title: 'Every field of the form is trimmed, the password too',
    facts: ['NS-42'],
    break: all(
      askingWith(cookieLogin, 'password', (password) => password.trim()),
      askingWith(bearerLogin, 'password', (password) => password.trim()),
    ),
  },
  {
    name: 'invalid-is-400',
    kind: 'validation',
    title: 'A request that breaks the contract answers 400',
    facts: ['NS-35'],
    break: looking((look, { refusal }) => (refusal === 'invalid' ? { ...look, status: 400 } : look)),
  },
  {
    name: 'invalid-in-a-text',
    kind: 'validation',
    title: 'A request that breaks the contract gets a `detail` that is a text',
    facts: ['NS-35'],
    break: wording((body, { refusal }) => (refusal === 'invalid' ? { detail: 'Invalid request' } : body)),
  },
  {
    name: 'third-party-1',
    kind: 'validation',
    title: '`third_party=1` is true, as the framework reads it',
    facts: ['NS-70'],
    wire: {
      request: (request) => ({ ...request, target: request.target.replace('third_party=1', 'third_party=true') }),
    },
  },
  {
    name: 'empty-object-for-null',
    kind: 'form',
    title: 'A login answers an empty object',
    facts: ['NS-26'],
    break: answering<null>(cookieLogin, 200, () => ({})),
  },
  {
    name: 'capital-bearer',
    kind: 'form',
    title: '`token_type` is `Bearer`',
    facts: ['NS-68'],
    break: answering<object>(bearerLogin, 200, (body) => ({ ...body, token_type: 'Bearer' })),
  },
  {
    name: 'role-left-out',
    kind: 'form',
    title: 'The role is left out of a user who has none of note',
    facts: ['NS-24'],
    break: answering<{ role: string }>('getCurrentUser', 200, ({ role, ...user }) =>
      role === 'USER' ? user : { ...user, role },
    ),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['NS-59'],
    break: noThrottle,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['NS-59'],
    break: forwardedAddressTrusted,
  },
])
