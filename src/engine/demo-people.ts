import { demoPassword } from '../served/demo.ts'
import { isAdministrative } from '../ways/account-rules.ts'
import type { Seed, SeedAccount } from '../ways/seed.ts'
import { demoHolder } from './demo-credentials.ts'

/** The client of every own API. */
const demoClient = { id: 'demo', secret: 'demo-secret' } as const

/** What a world of an own API begins with, unless its user has a seed: two accounts, whose roles its contract names, and a client. */
export function usualSeed(roles: readonly string[]): Seed {
  const [ordinary = 'user'] = roles
  const admin = roles.find(isAdministrative) ?? roles.at(-1) ?? 'admin'
  return {
    accounts: [person(demoHolder, 'ada', 'Ada Lovelace', ordinary), person('2', 'grace', 'Grace Hopper', admin)],
    clients: [demoClient],
  }
}

function person(id: string, login: string, name: string, role: string): SeedAccount {
  return { id, login, email: `${login}@example.com`, name, role, password: demoPassword.plain }
}
