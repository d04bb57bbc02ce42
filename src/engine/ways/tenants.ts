import { type RefusalFor, refuse } from '../../contract/refusal-causes.ts'
import type { Account } from '../../store/account.ts'
import type { Identified } from '../../store/commit-sign-in.ts'
import { tenantMember } from '../../ways/account-rules.ts'
import { memberOf } from '../../ways/evaluate.ts'
import { admission } from '../admission.ts'
import type { ServedAccounts } from '../engine-contract.ts'

type Rules = Pick<ServedAccounts, 'admits' | 'tenants'>

/** The names of what an account may enter. */
export function tenantsOf(rules: Rules, { data }: Account): readonly string[] {
  const listed = memberOf(data, tenantMember(rules) ?? '')
  return Array.isArray(listed) ? listed.map(String) : []
}

/** The member that makes an account one of these tenants. */
export function membership(rules: Rules, tenants: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const name = tenantMember(rules)
  return name === undefined ? {} : { [name]: tenants }
}

/** Whether an account may enter what has that name; any may where nothing is named, or where there is nothing to enter. */
export function mayEnter(rules: Rules, account: Account, tenant: string | undefined): boolean {
  return !tenant || rules.tenants === undefined || tenantsOf(rules, account).includes(tenant)
}

/** The refusal of an account that may not enter: the same whether there is anything of that name or not. */
export function notEntitled({ email: subject }: Account, to: string | undefined): RefusalFor<'not-entitled'> {
  return { ...refuse('not-entitled', { finding: { is: 'not-entitled', subject, to } }), challenge: [] }
}

/** Whether an account still is that one, may log in, and may enter what has that name. */
export function isUsable(rules: Rules, { id }: Account, tenant: string | undefined): (now: Identified) => boolean {
  const isAdmitted = admission(rules)
  return ({ account }) =>
    account.id === id && account.disabled === undefined && isAdmitted(account) && mayEnter(rules, account, tenant)
}
