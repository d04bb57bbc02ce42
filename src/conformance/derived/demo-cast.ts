import type { Contract } from '../../contract/contract.ts'
import { accountRules, tenantMember } from '../../ways/account-rules.ts'
import { furtherMembers, loginNames, type Seed, type SeedAccount, seededRoles } from '../../ways/seed.ts'
import type { Cast, Person } from '../cast.ts'

/** Who a seed lets the checks act as: its first account, another one with the same roles, and one of each role. */
export function demoCast(contract: Contract, { accounts = [], clients = [] }: Seed): Cast {
  const rules = accountRules(contract)
  const rolesOf = (account: SeedAccount) => {
    const roles = seededRoles(account)
    return roles.length > 0 ? roles : rules.roles.slice(0, 1)
  }
  const people = accounts.filter(({ password }) => password !== undefined)
  const [ordinary] = people
  const isAlike = (account: SeedAccount) => ordinary && rolesOf(account).join() === rolesOf(ordinary).join()
  const other = people.slice(1).find(isAlike) ?? people[1]
  const [client, otherClient] = clients
  const tenant = ordinary && tenantsOf(ordinary, tenantMember(rules))[0]
  const person = (account: SeedAccount): Person => {
    const { email, phone, password } = account
    const [login = email] = loginNames(account, rules)
    return { login, email, ...(phone !== undefined && { phone }), ...(password !== undefined && { password }) }
  }
  return {
    ...(ordinary && { ordinary: person(ordinary) }),
    ...(other && { other: person(other) }),
    roles: Object.fromEntries(people.toReversed().flatMap((each) => rolesOf(each).map((role) => [role, person(each)]))),
    ...(client && { client }),
    ...(otherClient && { otherClient }),
    ...(tenant !== undefined && { tenant }),
  }
}

function tenantsOf(account: SeedAccount, member: string | undefined): readonly string[] {
  const listed = member === undefined ? undefined : furtherMembers(account)[member]
  return Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : []
}
