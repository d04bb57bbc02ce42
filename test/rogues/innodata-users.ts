import type { Context } from '../../src/apis/api.ts'
import { failed, succeeded } from '../../src/apis/innodata/envelope.ts'
import { giveKeys, keysOf, newKeys } from '../../src/apis/innodata/keys.ts'
import { showUser } from '../../src/apis/innodata/user.ts'
import { day } from '../../src/auth/clock.ts'
import { hashPassword } from '../../src/auth/password.ts'
import type { Reply } from '../../src/contract/handler.ts'
import type { Refusal } from '../../src/contract/refusal.ts'
import type { Account } from '../../src/store/accounts.ts'
import { atomically } from '../../src/store/api-store.ts'
import { all, answering, askingWith, bodyOf, handling, handlingIn, overlooking } from './breaking.ts'
import { behind, storing, withMembers } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { roguesOf } from './rogue.ts'

interface SignUp {
  readonly email: string
  readonly name: string
  readonly password: string
}

interface Envelope {
  readonly response: Readonly<Record<string, unknown>>
}

/** Innodata: signing up, activating and logging in. */
export const innodataUsers = roguesOf('innodata', [
  {
    name: 'link-works-twice',
    kind: 'one-time',
    title: 'The link of the activation is looked up, and not used up',
    facts: ['IN-55', 'IN-56'],
    break: handling('activateUser', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const found = await context.store.secrets.find('activation', String(request.query.token))
      return found?.state === 'consumed' && found.account ? shownAgain(found.account, context) : outcome
    }),
  },
  {
    name: 'link-works-for-two-days',
    kind: 'lifetime',
    title: 'The link of the activation works for 48 hours',
    facts: ['IN-55', 'IN-56'],
    break: handlingIn('activateUser', behind(day)),
  },
  {
    name: 'used-link-is-told-apart',
    kind: 'enumeration',
    title: 'A link that was used says that the account is active already',
    facts: ['IN-56'],
    break: handling('activateUser', (next) => async (request, context) => {
      const found = await context.store.secrets.find('activation', String(request.query.token))
      const outcome = await next(request, context)
      return found?.state === 'consumed' ? saying(outcome, 'Your account is active already') : outcome
    }),
  },
  {
    name: 'activated-without-keys',
    kind: 'form',
    title: 'The link activates the account, and the keys are made at the next login',
    facts: ['IN-55', 'IN-24'],
    break: responding('activateUser', 200, (user) => ({ ...user, api_keys: { live: null, test: null } })),
  },
  {
    name: 'activated-and-not-verified',
    kind: 'form',
    title: 'The link activates the account, and `email_verified` stays false',
    facts: ['IN-55'],
    break: responding('activateUser', 200, (user) => ({ ...user, email_verified: false })),
  },
  {
    name: 'no-login-before-activation',
    kind: 'authentication',
    title: 'A login before the activation is refused',
    facts: ['IN-57'],
    break: handling('login', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const user = (bodyOf(outcome).response ?? {}) as { readonly activated?: boolean }
      return user.activated === false ? { refusal: 'wrong-login' } : outcome
    }),
  },
  {
    name: 'keys-without-activation',
    kind: 'authentication',
    title: 'Keys are made by the first login, activated or not',
    facts: ['IN-57'],
    break: handling('login', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const user = bodyOf(outcome).response as { readonly id: string; readonly activated: boolean } | undefined
      if (user?.activated === false) await newPair(user.id, context)
      return user?.activated === false ? next(request, context) : outcome
    }),
  },
  {
    name: 'new-keys-at-each-login',
    kind: 'revocation',
    title: 'Each login makes new keys and deletes the old ones',
    facts: ['IN-31'],
    break: handling('login', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const user = bodyOf(outcome).response as { readonly id: string; readonly activated: boolean } | undefined
      if (user?.activated !== true) return outcome
      await context.store.secrets.revokeAll({ subject: user.id })
      await newPair(user.id, context)
      return next(request, context)
    }),
  },
  {
    name: 'taken-address-told',
    kind: 'enumeration',
    title: 'A sign-up with a taken address answers 409',
    facts: ['IN-58'],
    break: handling('createUser', (next) => async (request, context) => {
      const { email } = request.body as SignUp
      const owner = await context.store.accounts.identify({ kind: 'login', value: email })
      return owner ? failed(context.random, 409, 'This address is taken') : next(request, context)
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
      if (owner)
        await context.store.accounts.setPassword(owner.account.id, await hashPassword(password, context.random))
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
      return owner
        ? { ...succeeded(context.random, 201, showUser(owner.account, { live: null, test: null })) }
        : outcome
    }),
  },
  {
    name: 'activated-by-saying-so',
    kind: 'authorization',
    title: 'The body of a sign-up is spread into the new user',
    facts: ['IN-62'],
    break: all(
      overlooking(({ keyword }) => keyword === 'additionalProperties'),
      handling('createUser', (next) => async (request, context) => {
        const outcome = await next(request, context)
        const { email, activated } = request.body as SignUp & { readonly activated?: boolean }
        const made = await context.store.accounts.identify({ kind: 'login', value: email })
        if (made && activated) await context.store.accounts.setData(made.account.id, { activated })
        return outcome
      }),
    ),
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

function responding(
  operation: string,
  status: number,
  change: (response: Envelope['response']) => Envelope['response'],
) {
  return answering<Envelope>(operation, status, (body) => ({ ...body, response: change(body.response) }))
}

async function shownAgain(account: Account, { store, random }: Context) {
  return succeeded(random, 200, showUser(account, await keysOf(account, store)))
}

async function newPair(account: string, { store, random }: Context): Promise<void> {
  await atomically(store, (unit) => giveKeys(unit, store.scope, account, newKeys(random)))
}

/** The same answer, as a refusal with other words. */
function saying(outcome: Reply | Refusal, message: string): Reply | Refusal {
  if ('refusal' in outcome) return outcome
  return { ...outcome, body: { ...bodyOf(outcome), success: false, response: { message } } }
}
