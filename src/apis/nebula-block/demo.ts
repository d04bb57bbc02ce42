import type { Passwords } from '../../auth/password.ts'
import { type DemoAccount, demoPassword } from '../../served/demo.ts'
import type { NewAccount } from '../../store/accounts.ts'
import type { ApiStore } from '../../store/api-store.ts'

/** The key that the vendor's page prints; it belongs to the page's sample user. */
export const pageKey = 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0'

/** The password that the vendor's page prints. */
const pagePassword = {
  plain: '123456789',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$DgF30OeOCo9BkUxOgSHEIg$BsUF5Sxh15ZWF+OJunM4AhBYv08wqi1leAvOxMfajwI',
}

const accounts: readonly DemoAccount[] = [
  {
    id: '18',
    email: 'testemail@gmail.com',
    name: 'Test User',
    role: 'GUEST',
    password: pagePassword,
    identities: names('testuser', 'testemail@gmail.com'),
    data: { active: true, balance: '25.00' },
  },
  {
    id: '19',
    email: 'ada@example.com',
    name: 'Ada',
    role: 'GUEST',
    password: demoPassword,
    identities: names('ada', 'ada@example.com'),
    data: { active: true, balance: '12.50' },
  },
  {
    id: '20',
    email: 'grace@example.com',
    name: 'Grace',
    role: 'ADMIN',
    password: demoPassword,
    identities: names('grace', 'grace@example.com'),
    data: { active: true, balance: '1000.00' },
  },
]

/** The accounts and the key of the vendor's page, and the two demo people of every API. */
export async function seed({ accounts: registry, secrets }: ApiStore, passwords: Passwords): Promise<void> {
  for (const account of accounts)
    await registry.create({ ...account, password: await passwords.hashOf(account.password) })
  await secrets.issue({
    kind: 'api-key',
    secret: pageKey,
    numbered: true,
    subject: '18',
    data: { name: 'sample', description: 'The key printed in the documentation' },
  })
}

export function names(...values: readonly string[]): NewAccount['identities'] {
  return values.map((value) => ({ kind: 'login', value }))
}
