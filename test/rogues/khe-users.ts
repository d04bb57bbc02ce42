import type { Session } from '../../src/apis/khe/handlers.ts'
import { hashPassword } from '../../src/auth/password.ts'
import {
  all,
  answering,
  askingWith,
  type Called,
  defining,
  handling,
  handlingIn,
  overlooking,
  wording,
} from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle, unknownNamesNotCounted } from './guessing.ts'
import { roguesOf } from './rogue.ts'

const unknownMembers = overlooking(({ keyword }) => keyword === 'additionalProperties')

/** KHE: who may do what, what a refusal tells, and the form of answers. */
export const kheUsers = roguesOf('khe', [
  {
    name: 'users-listed-to-anybody',
    kind: 'authorization',
    title: 'The list of users wants a login, and forgets the role',
    facts: ['KH-35', 'KH-46'],
    break: handlingIn('listUsers', asAdmin),
  },
  {
    name: 'user-shown-to-anybody',
    kind: 'authorization',
    title: 'One user is shown to whoever knows the identifier',
    facts: ['KH-35', 'KH-47'],
    break: handlingIn('getUser', asAdmin),
  },
  {
    name: 'wrong-role-is-403',
    kind: 'authorization',
    title: 'A role that does not suffice gets 403',
    facts: ['KH-35'],
    break: handling('listUsers', (next) => async (request, context) => {
      const outcome = await next(request, context)
      return 'refusal' in outcome ? { status: 403, body: { errors: ['Forbidden'] } } : outcome
    }),
  },
  {
    name: 'role-set-at-sign-up',
    kind: 'authorization',
    title: 'The body of a sign-up is stored as it came, `role` included',
    facts: ['KH-61'],
    break: all(
      unknownMembers,
      handling('createUser', (next) => async (request, context) => {
        const outcome = await next(request, context)
        const { email, role } = request.body as { readonly email: string; readonly role?: string }
        const made = await context.store.accounts.identify({ kind: 'login', value: email })
        if (made && role !== undefined) await context.store.accounts.setRole(made.account.id, role)
        return outcome
      }),
    ),
  },
  {
    name: 'role-set-by-patch',
    kind: 'authorization',
    title: 'A change assigns every member of the body to the user',
    facts: ['KH-61', 'KH-76'],
    break: all(
      unknownMembers,
      handling('updateUser', (next) => async (request, context) => {
        const { role } = request.body as { readonly role?: string }
        if (role !== undefined) await context.store.accounts.setRole(sessionOf(context).account.id, role)
        return next(request, context)
      }),
    ),
  },
  {
    name: 'unknown-members-ignored',
    kind: 'validation',
    title: 'Members that are not documented are dropped without a word',
    facts: ['KH-61', 'KH-72'],
    break: unknownMembers,
  },
  {
    name: 'short-passwords',
    kind: 'passwords',
    title: 'A password may have four characters',
    facts: ['KH-49'],
    break: all(
      overlooking(({ path, keyword }) => path[0] === 'password' && keyword === 'minLength'),
      ...['createUser', 'createToken'].map((operation) => askingWith(operation, 'password', filledUp)),
    ),
  },
  {
    name: 'password-cut-at-72-bytes',
    kind: 'passwords',
    title: 'Passwords are hashed by bcrypt, which reads 72 bytes',
    facts: ['KH-49'],
    break: all(...['createUser', 'createToken'].map((operation) => askingWith(operation, 'password', firstBytes))),
  },
  {
    name: 'e-mail-in-one-case-only',
    kind: 'authentication',
    title: 'An e-mail is looked up as it was typed',
    facts: ['KH-29'],
    break: handlingIn(
      'createToken',
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
    name: 'unknown-client-accepted',
    kind: 'authentication',
    title: 'The client is stored and not looked up',
    facts: ['KH-26'],
    break: handlingIn(
      'createToken',
      storing(({ clients }) => ({
        clients: withMembers(clients, { find: async (id) => ({ id, name: id, created: 0 }) }),
      })),
    ),
  },
  {
    name: 'wrong-login-is-401',
    kind: 'form',
    title: 'A refused login answers 401',
    facts: ['KH-30'],
    break: defining(({ form }) => ({ form: { ...form, loginStatus: 401 } })),
  },
  {
    name: 'unknown-e-mail-told',
    kind: 'enumeration',
    title: 'An e-mail that nobody has gets a message of its own',
    facts: ['KH-30'],
    break: handling('createToken', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const { email } = request.body as { readonly email: string }
      const known = await context.store.accounts.identify({ kind: 'login', value: email })
      return 'refusal' in outcome && outcome.refusal === 'wrong-login' && !known
        ? { status: 400, body: { errors: ['No account has that email'] } }
        : outcome
    }),
  },
  {
    name: 'sign-up-takes-accounts-over',
    kind: 'authorization',
    title: 'A sign-up is an upsert by e-mail',
    facts: ['KH-31'],
    break: handling('createUser', (next) => async (request, context) => {
      const { email, password } = request.body as { readonly email: string; readonly password: string }
      const owner = await context.store.accounts.identify({ kind: 'login', value: email })
      if (owner) {
        await context.store.accounts.setPassword(owner.account.id, await hashPassword(password, context.random))
        await context.store.accounts.addIdentity(owner.account.id, { kind: 'login', value: `former ${email}` })
      }
      return next(request, context)
    }),
  },
  {
    name: 'taken-e-mails-not-counted',
    kind: 'throttling',
    title: 'Sign-ups with a taken e-mail are answered as fast as they come',
    facts: ['KH-78'],
    break: handlingIn(
      'createUser',
      storing(({ failures }) => ({ failures: withMembers(failures, { guessed: async () => {} }) })),
    ),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['KH-64'],
    break: noThrottle,
  },
  {
    name: 'unknown-names-not-counted',
    kind: 'throttling',
    title: 'Failures are a column of the user, so that e-mails nobody has are never slowed down',
    facts: ['KH-64'],
    break: unknownNamesNotCounted,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['KH-64'],
    break: forwardedAddressTrusted,
  },
  {
    name: 'change-of-e-mail-told-to-nobody',
    kind: 'form',
    title: 'A change of the e-mail is written, and no message sent',
    facts: ['KH-74'],
    break: handling('updateUser', (next) => async (request, context) => {
      const { email, ...others } = request.body as { readonly email?: string }
      const { account } = sessionOf(context)
      const changed = email === undefined || (await context.store.accounts.setEmail(account, email.toLowerCase()))
      return changed ? next({ ...request, body: others }, context) : next(request, context)
    }),
  },
  {
    name: 'expires-in-seconds',
    kind: 'form',
    title: '`expires` is a number of seconds',
    facts: ['KH-24'],
    break: answering<{ expires: string }>('createToken', 200, (body) => ({
      ...body,
      expires: Math.floor(Date.parse(body.expires) / 1_000),
    })),
  },
  {
    name: 'one-error-as-text',
    kind: 'form',
    title: 'A refusal is `error`, a text',
    facts: ['KH-32'],
    break: wording(({ errors }) => ({ error: String(errors) })),
  },
  {
    name: 'first-error-only',
    kind: 'validation',
    title: 'The validator stops at the first error',
    facts: ['KH-33'],
    break: wording(({ errors }) => ({ errors: (errors as readonly string[]).slice(0, 1) })),
  },
])

function asAdmin(context: Called): Called {
  const session = sessionOf(context)
  return { ...context, caller: { ...session, account: { ...session.account, role: 'admin' } } }
}

/** What makes a server of ours, which counts for itself, take what is shorter. */
function filledUp(password: string): string {
  return password.padEnd(8, '-')
}

function firstBytes(password: string): string {
  return Buffer.from(password).subarray(0, 72).toString('utf8')
}

function sessionOf({ caller }: Called): Session {
  return caller as Session
}
