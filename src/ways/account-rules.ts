import type { Contract } from '../contract/contract.ts'
import type { AccountRules } from './declarations.ts'
import { rolesOf } from './roles.ts'

/** The accounts of an API, with what is assumed where its contract says nothing. */
export type ServedAccounts = Required<Omit<AccountRules, 'tenants'>> & Pick<AccountRules, 'tenants'>

/** `x-accounts` with its defaults. */
export function accountRules(contract: Contract): ServedAccounts {
  const declared: AccountRules = contract.document['x-accounts'] ?? {}
  return {
    id: 'opaque',
    emails: 'as-typed',
    loginBy: ['email', 'login'],
    roles: usualRoles(rolesOf(contract)),
    members: {},
    admits: {},
    ...declared,
  }
}

/** The member of an account that lists what it may enter; undefined where there is nothing to enter. */
export function tenantMember({ tenants }: Pick<AccountRules, 'tenants'>): string | undefined {
  return tenants?.replace(/^\$account\./, '')
}

/** The role of an ordinary account first; there are always two. */
function usualRoles(named: readonly string[]): readonly string[] {
  const [ordinary = 'user'] = named.filter((role) => !isAdministrative(role))
  const admin = named.find(isAdministrative) ?? named.at(-1) ?? 'admin'
  return [...new Set([ordinary, admin, ...named])]
}

export function isAdministrative(role: string): boolean {
  return /admin|owner|root|super|manage|staff/i.test(role)
}
