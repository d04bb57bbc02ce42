import type { Passwords } from '../../auth/password.ts'
import { demoPassword } from '../../served/demo.ts'
import type { NewAccount } from '../../store/accounts.ts'
import type { ApiStore } from '../../store/api-store.ts'

/** The key of the demo account `acme`, published on purpose. */
export const demoKey = 'ZGVtby1rZXktb2YtYWNtZS1wdWJsaXNoZWQtb24tcHVycG9zZQ'

const users = [
  user('6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01', 'ada@example.com', 'Ada', 'USER'),
  user('6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a02', 'grace@example.com', 'Grace', 'ADMIN'),
]

function user(id: string, email: string, name: string, role: string): Omit<NewAccount, 'password'> {
  return {
    id,
    email,
    name,
    role,
    identities: [{ kind: 'login', value: email }],
    data: { accounts: ['acme'] },
  }
}

/** Two users of `acme`, and its key. */
export async function seed({ accounts, secrets }: ApiStore, passwords: Passwords): Promise<void> {
  const password = await passwords.hashOf(demoPassword)
  for (const each of users) await accounts.create({ ...each, password })
  await secrets.issue({ kind: 'api-key', secret: demoKey, numbered: true, subject: 'acme', atMost: 1 })
}
