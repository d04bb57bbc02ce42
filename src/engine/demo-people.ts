import type { Passwords } from '../auth/password.ts'
import { type DemoAccount, demoPassword } from '../served/demo.ts'
import type { ApiStore } from '../store/api-store.ts'
import { isAdministrative } from '../ways/account-rules.ts'
import { demoHolder } from './demo-credentials.ts'

/** The client of every own API. */
export const demoClient = { id: 'demo', secret: 'demo-secret' } as const

/** The accounts of every own API, whose roles its contract names. */
export function demoAccounts(roles: readonly string[]): readonly DemoAccount[] {
  const [ordinary = 'user'] = roles
  const admin = roles.find(isAdministrative) ?? roles.at(-1) ?? 'admin'
  return [person(demoHolder, 'ada', 'Ada Lovelace', ordinary), person('2', 'grace', 'Grace Hopper', admin)]
}

function person(id: string, login: string, name: string, role: string): DemoAccount {
  const email = `${login}@example.com`
  const identities = [login, email].map((value) => ({ kind: 'login', value }) as const)
  return { id, email, name, role, password: demoPassword, identities }
}

/** Fills a new world with the demo people and their client. */
export async function seedPeople(
  { accounts, clients }: Pick<ApiStore, 'accounts' | 'clients'>,
  people: readonly DemoAccount[],
  passwords: Passwords,
): Promise<void> {
  const password = await passwords.hashOf(demoPassword)
  for (const account of people) await accounts.create({ ...account, password })
  await clients.create({ id: demoClient.id, name: demoClient.id, secret: demoClient.secret })
}
