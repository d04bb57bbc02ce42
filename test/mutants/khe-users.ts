import { all, askingWith, callerOf, handling, handlingIn, looking, overlooking, requiring } from './breaking.ts'
import { hashed, storing, withMembers, withoutLimit } from './contexts.ts'
import { mutantsOf } from './mutant.ts'

const unknownMembers = overlooking(({ keyword }) => keyword === 'additionalProperties')

/** KHE: who may do what, and with which password. */
export const kheUsers = mutantsOf('khe', [
  {
    name: 'sign-ups-without-limit',
    kind: 'throttling',
    title: 'Signing up is not limited',
    facts: ['KH-81'],
    break: handlingIn('createUser', withoutLimit('signUpsPerAddress')),
  },
  {
    name: 'messages-without-limit',
    kind: 'throttling',
    title: 'Changes of an e-mail are not limited',
    facts: ['KH-82'],
    break: handlingIn('updateUser', withoutLimit('messagesPerAddress')),
  },
  {
    name: 'users-listed-to-anybody',
    kind: 'authorization',
    title: 'The list of users wants a login, and forgets the role',
    facts: ['KH-35', 'KH-46'],
    break: requiring('listUsers', [{ basic: [] }]),
  },
  {
    name: 'user-shown-to-anybody',
    kind: 'authorization',
    title: 'One user is shown to whoever knows the identifier',
    facts: ['KH-35', 'KH-47'],
    break: requiring('getUser', [{ basic: [] }]),
  },
  {
    name: 'wrong-role-is-403',
    kind: 'authorization',
    title: 'A role that does not suffice gets 403',
    facts: ['KH-35'],
    break: looking((look, refusal) => (refusal.refusal === 'forbidden' ? { refusal, status: 403 } : look)),
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
        if (made && role !== undefined) await context.store.accounts.setRoles(made.account.id, [role])
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
        if (role !== undefined) await context.store.accounts.setRoles(callerOf(context).account.id, [role])
        return next(request, context)
      }),
    ),
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
    name: 'sign-up-takes-accounts-over',
    kind: 'authorization',
    title: 'A sign-up is an upsert by e-mail',
    facts: ['KH-31'],
    break: handling('createUser', (next) => async (request, context) => {
      const { email, password } = request.body as { readonly email: string; readonly password: string }
      const owner = await context.store.accounts.identify({ kind: 'login', value: email })
      if (owner) {
        await context.store.accounts.setPassword(owner.account.id, await hashed(context, password))
        await context.store.accounts.addIdentity(owner.account.id, { kind: 'login', value: `former ${email}` })
      }
      return next(request, context)
    }),
  },
])

/** What makes a server of ours, which counts for itself, take what is shorter. */
function filledUp(password: string): string {
  return password.padEnd(8, '-')
}

function firstBytes(password: string): string {
  return Buffer.from(password).subarray(0, 72).toString('utf8')
}
