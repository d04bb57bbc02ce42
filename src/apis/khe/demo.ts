import type { ApiStore } from '../../store/api-store.ts'
import { demoPassword } from '../demo.ts'
import { newUser } from './user.ts'

/** The identifiers that the vendor's sample configuration has (KH-26). */
export const demoClients = ['abc123', 'mocha'] as const

const users = [
  newUser('5f6e1a2b3c4d5e6f70819201', { email: 'ada@example.com', password: demoPassword.hash }),
  newUser('5f6e1a2b3c4d5e6f70819202', { email: 'grace@example.com', role: 'admin', password: demoPassword.hash }),
]

/** The two demo people of every API, and two applications for them to log in with. */
export async function seed({ accounts, clients }: ApiStore): Promise<void> {
  for (const user of users) await accounts.create(user)
  for (const id of demoClients) await clients.create({ id, name: id, secret: undefined })
}
