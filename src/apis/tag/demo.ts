import type { Passwords } from '../../auth/password.ts'
import { type DemoAccount, demoPassword } from '../../served/demo.ts'
import type { NewAccount } from '../../store/accounts.ts'
import type { ApiStore } from '../../store/api-store.ts'
import { role } from './new-delegate.ts'

/** The client that the vendor's page prints. */
export const pageClient = { id: 'abc123', name: 'The client of the documentation', secret: '456789' } as const

/** Another one, to see that tokens belong to theirs. */
const otherClient = { id: 'kiosk', name: 'Check-in kiosk', secret: 'kiosk-secret-for-demonstration' } as const

/** The password that the vendor's page prints. */
const pagePassword = {
  plain: 'def56789',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$jMI8UgHvR2CU9bIsATcSEQ$cWNttl2tDODg2gbaKQwzx5KS6VFbKkZ/cxXUMTYKHBM',
}

const accounts: readonly DemoAccount[] = [
  {
    email: 'someone@example.com',
    name: 'Someone',
    role,
    password: pagePassword,
    identities: names('someone@example.com', '02345678901234'),
    data: { phone: '02345678901234' },
  },
  {
    email: 'ada@example.com',
    name: 'Ada',
    role,
    password: demoPassword,
    identities: names('ada', 'ada@example.com'),
  },
  {
    email: 'grace@example.com',
    name: 'Grace',
    role,
    password: demoPassword,
    identities: names('grace', 'grace@example.com'),
  },
]

/** The client and the user of the vendor's page, the two demo people of every API, and one-time passwords turned on. */
export async function seed({ accounts: registry, clients, settings }: ApiStore, passwords: Passwords): Promise<void> {
  for (const client of [pageClient, otherClient]) await clients.create(client)
  for (const account of accounts)
    await registry.create({ ...account, password: await passwords.hashOf(account.password) })
  await settings.change({ otpEnabled: true })
}

export function names(...values: readonly string[]): NewAccount['identities'] {
  return values.map((value) => ({ kind: 'login', value }))
}
