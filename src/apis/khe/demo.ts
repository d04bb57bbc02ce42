import type { Passwords } from '../../auth/password.ts'
import { demoPassword } from '../../served/demo.ts'
import type { ApiStore } from '../../store/api-store.ts'
import { newUser } from './user.ts'

/** The identifiers that the vendor's sample configuration has (KH-26). */
export const demoClients = ['abc123', 'mocha'] as const

const users = [
  { id: '5f6e1a2b3c4d5e6f70819201', email: 'ada@example.com' },
  { id: '5f6e1a2b3c4d5e6f70819202', email: 'grace@example.com', role: 'admin' },
] as const

/** The two demo people of every API, and two applications for them to log in with. */
export async function seed({ accounts, clients }: ApiStore, passwords: Passwords): Promise<void> {
  const password = await passwords.hashOf(demoPassword)
  for (const { id, ...user } of users) await accounts.create(newUser(id, { ...user, password }))
  for (const id of demoClients) await clients.create({ id, name: id, secret: undefined })
}
