import { all, askingWith, bodyOf, handling, handlingIn } from './breaking.ts'
import { hashed, storing, withMembers, withoutLimit } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { failed, givingKeys } from './innodata-answers.ts'
import { mutantsOf } from './mutant.ts'

interface SignUp {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** Innodata: signing up and logging in. */
export const innodataUsers = mutantsOf('innodata', [
  {
    name: 'sign-ups-without-limit',
    kind: 'throttling',
    title: 'Signing up is not limited',
    facts: ['IN-75'],
    break: handlingIn('createUser', withoutLimit('signUpsPerAddress')),
  },
  {
    name: 'new-keys-at-each-login',
    kind: 'revocation',
    title: 'Each login makes new keys and deletes the old ones',
    facts: ['IN-31'],
    break: givingKeys(
      ({ activated }) => activated,
      ({ id }, { store }) => store.secrets.revokeAll({ subject: id }),
    ),
  },
  {
    name: 'taken-address-told',
    kind: 'enumeration',
    title: 'A sign-up with a taken address answers 409',
    facts: ['IN-58'],
    break: handling('createUser', (next) => async (request, context) => {
      const { email } = request.body as SignUp
      const owner = await context.store.accounts.identify({ kind: 'login', value: email })
      return owner ? failed(context, 409, 'This address is taken') : next(request, context)
    }),
  },
  {
    name: 'sign-up-changes-the-password',
    kind: 'authorization',
    title: 'A sign-up is an upsert by address',
    facts: ['IN-58'],
    break: handling('createUser', (next) => async (request, context) => {
      const { email, password } = request.body as SignUp
      const owner = await context.store.accounts.identify({ kind: 'login', value: email })
      if (owner) await context.store.accounts.setPassword(owner.account.id, await hashed(context, password))
      return next(request, context)
    }),
  },
  {
    name: 'sign-up-shows-the-owner',
    kind: 'enumeration',
    title: 'A sign-up answers with the row that has the address, new or not',
    facts: ['IN-58'],
    break: handling('createUser', (next) => async (request, context) => {
      const owner = await context.store.accounts.identify({ kind: 'login', value: (request.body as SignUp).email })
      const outcome = await next(request, context)
      if (!owner || 'refusal' in outcome) return outcome
      const { id, name, email } = owner.account
      const shown = bodyOf(outcome)
      return { ...outcome, body: { ...shown, response: { ...(shown.response as object), id, name, email } } }
    }),
  },
  {
    name: 'password-in-any-case',
    kind: 'passwords',
    title: 'Passwords are put into lower case, at sign-up and at login',
    facts: ['IN-60'],
    break: all(
      ...['createUser', 'postV11Users', 'login'].map((operation) =>
        askingWith(operation, 'password', (password) => password.toLowerCase()),
      ),
    ),
  },
  {
    name: 'disabled-is-told',
    kind: 'enumeration',
    title: 'A login of a disabled user says that it is disabled',
    facts: ['IN-43'],
    break: handling('login', (next) => async (request, context) => {
      const { username } = request.body as { readonly username: string }
      const found = await context.store.accounts.identify({ kind: 'login', value: username })
      return found?.account.disabled === undefined
        ? next(request, context)
        : { refusal: 'unauthenticated', challenge: { scheme: 'Basic', realm: 'api' }, fault: 'not-allowed' }
    }),
  },
  {
    name: 'login-in-one-case-only',
    kind: 'authentication',
    title: 'A user is looked up by the e-mail as it was typed',
    facts: ['IN-22'],
    break: handlingIn(
      'login',
      storing(({ accounts }) => ({
        accounts: withMembers(accounts, {
          async identify(identity) {
            const found = await accounts.identify(identity)
            return found?.account.email === identity.value ? found : undefined
          },
        }),
      })),
    ),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['IN-47'],
    break: noThrottle,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['IN-47'],
    break: forwardedAddressTrusted,
  },
])
