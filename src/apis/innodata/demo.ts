import type { Passwords } from '../../auth/password.ts'
import { demoPassword } from '../../served/demo.ts'
import { type ApiStore, atomically } from '../../store/api-store.ts'
import { giveKeys, type Keys } from './keys.ts'
import { newUser } from './user.ts'

/** The keys that the vendor's page prints; they belong to the page's sample user. */
export const pageKeys: Keys = {
  live: 'user-live-632a5a63-d6d6-4246-91ca-d546632698d3',
  test: 'user-test-29a846c5-f990-4fd1-b1c5-0a5f81f1b8a7',
}

/** The password that the vendor's page prints. */
const pagePassword = {
  plain: 'my secret passw0rd!!!',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$smWQj1kG+Gd8s4vFXMqvHg$rC9ibxynqwKG1m6HQZd1B/Hb6UFkqEoIQJXY4k8tr4U',
}

const users = [
  {
    id: '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b',
    email: 'me@example.com',
    name: 'My Name Goes Here',
    password: pagePassword,
    keys: pageKeys,
  },
  {
    id: '1431846c-12eb-4cdf-81ef-eba1a0c328c2',
    email: 'ada@example.com',
    name: 'Ada',
    password: demoPassword,
    keys: {
      live: 'user-live-7472a78d-79aa-49d4-b90f-06da307a0e35',
      test: 'user-test-62c581e2-0b31-4f61-a6b8-da422f69e351',
    },
  },
  {
    id: '43fd881a-1812-4bb1-b298-12f3cae2ca77',
    email: 'grace@example.com',
    name: 'Grace',
    password: demoPassword,
    keys: {
      live: 'user-live-8c66d2c5-d458-483c-a961-d436fa4ee882',
      test: 'user-test-ef8d1fed-a4dc-46e6-b03a-2d81765da674',
    },
  },
] as const

/** The user of the vendor's page with the keys it prints, and the two demo people of every API. */
export async function seed(store: ApiStore, passwords: Passwords): Promise<void> {
  for (const { keys, ...user } of users) {
    const password = await passwords.hashOf(user.password)
    await store.accounts.create(newUser({ ...user, password, activated: true }))
    await atomically(store, (unit) => giveKeys(unit, store.scope, user.id, keys))
  }
}
