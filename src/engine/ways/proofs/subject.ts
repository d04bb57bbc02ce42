import type { Refusal } from '../../../contract/refusal.ts'
import { refuse } from '../../../contract/refusal-causes.ts'
import type { Context } from '../../../served/api.ts'
import type { Account } from '../../../store/account.ts'
import type { Throttled } from '../../../store/address-limits.ts'
import { commitSignIn } from '../../../store/commit-sign-in.ts'
import { countAction } from '../../actions/address-limit.ts'
import { newAccount } from '../../actions/new-account.ts'
import type { Acting, Claim, NamedClient, Proven } from '../claim.ts'
import { grant, prepareGrant } from '../grant.ts'
import { isUsable, mayEnter, membership, tenantsOf } from '../tenants.ts'
import { wrongLogin } from '../wrong-login.ts'

/** What a login has proven before it says for whom it is. */
interface Before {
  readonly client: NamedClient
  readonly proof: Acting
}

/** A key or a client acts for an account: one of the tenant, where the key is a tenant's. */
export async function forSubject(
  claim: Claim,
  name: string,
  { client, proof }: Before,
  context: Context,
): Promise<Proven | Refusal> {
  const { engine, given } = claim
  const tenant = proof.tenant ?? given.tenant
  const account = await accountNamed(claim, name, tenant, context)
  if (!account) return unknown(claim)
  if ('refusal' in account) return account
  const { email: subject, disabled } = account
  if (disabled !== undefined) return unknown(claim, { is: 'disabled', subject, since: disabled })
  const identity = { kind: 'login', value: name } as const
  const prepared = await prepareGrant(claim, client, account, context)
  const isStill = isUsable(engine.accounts, account, tenant)
  const proven = await commitSignIn(context.store, identity, isStill, ({ secrets }) =>
    grant(claim, prepared, account, secrets, context),
  )
  return proven ?? unknown(claim)
}

/** To a proven caller it may be said that there is no such account, if the operation documents that. */
function unknown({ operation }: Claim, finding: Parameters<typeof wrongLogin>[0] = { is: 'wrong-name' }): Refusal {
  return operation.responses.has('404') ? refuse('unknown-account') : wrongLogin(finding)
}

/** The account of that name in the tenant. Where that is asked for, it is created, or added to the tenant. */
async function accountNamed(
  { engine, given }: Claim,
  name: string,
  tenant: string | undefined,
  context: Context,
): Promise<Account | Throttled | undefined> {
  const { accounts } = context.store
  const { account } = (await accounts.identify({ kind: 'login', value: name })) ?? {}
  if (account && mayEnter(engine.accounts, account, tenant)) return account
  if (given.create !== 'true') return undefined
  const joined = (already: readonly string[]) => membership(engine.accounts, tenant ? [...already, tenant] : already)
  if (account) {
    const data = { ...account.data, ...joined(tenantsOf(engine.accounts, account)) }
    await accounts.setData(account.id, data)
    return { ...account, data }
  }
  const throttled = await countAction('signUpsPerAddress', context)
  if (throttled) return throttled
  const names = name.includes('@') ? { email: name } : { login: name }
  // Undefined where another request created it in the meantime; asking again finds it.
  return accounts.create(newAccount(engine, { ...names, members: joined([]) }, 'activated', context.random))
}
