import type { Account } from '../../store/accounts.ts'
import { type ApiStore, atomically, type Unit } from '../../store/api-store.ts'
import type { ChangeAccount } from '../../ways/declarations.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActingAccount } from './callers-account.ts'
import { endOtherLogins } from './end-other-logins.ts'

/** What is to be different; what is undefined stays as it is. */
export interface Changes {
  readonly email: string | undefined
  readonly name: string | undefined
  /** A PHC string. */
  readonly password: string | undefined
  readonly members: Account['data']
  /** The message to the former address. */
  readonly notice: ChangeAccount['notice']
}

/**
 * Changes an account as one, all of it or nothing; the account as it is then, or why nothing was changed: someone has the new
 * e-mail, or the login that asked is over, which another change may have ended since it was let in.
 */
export function applyChanges(
  engine: EngineContract,
  caller: ActingAccount,
  changes: Changes,
  store: ApiStore,
): Promise<Account | 'taken' | 'over'> {
  return atomically(store, async (unit) => {
    const now = await unit.accounts.find(caller.account.id)
    if (!now || now.disabled !== undefined || !(await isLive(unit, caller))) return 'over'
    const { email = now.email, name = now.name, password } = changes
    if (email !== now.email && !(await changeEmail(engine, unit, now, { ...changes, email }))) return 'taken'
    if (name !== now.name) await unit.accounts.setName(now.id, name)
    const data = { ...now.data, ...changes.members }
    if (Object.keys(changes.members).length > 0) await unit.accounts.setData(now.id, data)
    if (password !== undefined) {
      await unit.accounts.setPassword(now.id, password)
      await endOtherLogins(engine, caller, unit.secrets)
    }
    return { ...now, email, name, data }
  })
}

async function isLive(
  { secrets }: Unit,
  { credential: { kind, subject = '', hash } }: ActingAccount,
): Promise<boolean> {
  return (await secrets.list(kind, subject)).some((other) => other.hash === hash)
}

/** The owner of the former address is told, since a credential is all that it takes. */
async function changeEmail(
  { accounts: { loginBy } }: EngineContract,
  { accounts, outbox }: Unit,
  account: Account,
  { email, notice }: Pick<Changes, 'notice'> & { readonly email: string },
): Promise<boolean> {
  if (!(await accounts.setEmail(account, email, loginBy.includes('email')))) return false
  if (notice) {
    const { subject, body } = notice
    await outbox.send({
      ...{ channel: 'email', recipient: account.email, subject },
      body: body.replaceAll('{email}', () => email),
    })
  }
  return true
}
