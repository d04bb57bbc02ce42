import { challenges } from '../../../generated/numbers-station/server.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Account } from '../../store/accounts.ts'
import { countFor, type Throttled } from '../../store/address-limits.ts'
import { commitSignIn } from '../../store/commit-sign-in.ts'
import type { NumbersContext, NumbersHandlers } from './handlers.ts'
import { accountsOf, isUsable, mayEnter } from './membership.ts'
import { openSession } from './session.ts'

const unknownUser = { detail: 'The account has no user of this address; create=true makes one' } as const

/** `POST /api/v1/login/access-token/api-key`: an account's key buys a bearer token for one of its users (NS-14). */
export const loginAccessTokenApiKey: NumbersHandlers['loginAccessTokenApiKey'] = async ({ query }, context) => {
  if (context.caller !== query.account_name) {
    const finding = { is: 'foreign', what: 'API key', of: 'key', name: context.caller } as const
    return { refusal: 'unauthenticated', challenge: challenges.apiKey, scheme: 'apiKey', fault: 'not-allowed', finding }
  }
  const { email, account_name: name, create = false } = query
  const user = await findUser(email, name, create, context)
  if (user && 'refusal' in user) return user
  const identity = { kind: 'login', value: email } as const
  const session =
    user && (await commitSignIn(context.store, identity, isUsable(user, name), openSession('bearer-session')))
  if (!session) return { status: 404, body: unknownUser }
  return { status: 200, body: { access_token: session.plain, token_type: 'bearer' } }
}

/** The user of that address in the account; `create` makes the user, or adds it to the account (NS-30). */
async function findUser(
  email: string,
  name: string,
  create: boolean,
  context: NumbersContext,
): Promise<Account | Throttled | undefined> {
  const found = await context.store.accounts.identify({ kind: 'login', value: email })
  if (found && mayEnter(found.account, name)) return found.account
  if (!create) return undefined
  return found ? addTo(found.account, name, context) : makeUser(email, name, context)
}

async function addTo(account: Account, name: string, { store }: NumbersContext): Promise<Account> {
  const data = { ...account.data, accounts: [...accountsOf(account), name] }
  await store.accounts.setData(account.id, data)
  return { ...account, data }
}

/** Undefined where another request made a user of that address in the meantime; asking again finds it. */
async function makeUser(
  email: string,
  name: string,
  context: NumbersContext,
): Promise<Account | Throttled | undefined> {
  const throttled = await countFor('signUpsPerAddress', context)
  return (
    throttled ??
    context.store.accounts.create({
      id: randomUUID(context.random),
      email,
      name: email,
      role: 'USER',
      password: undefined,
      identities: [{ kind: 'login', value: email }],
      data: { accounts: [name] },
    })
  )
}
