import type { Passwords } from '../auth/password.ts'
import { hashSecret } from '../auth/secret.ts'
import { normaliseLogin } from '../contract/login-name.ts'
import { demoPassword } from '../served/demo.ts'
import type { ApiStore } from '../store/api-store.ts'
import {
  accountKeys,
  furtherMembers,
  loginNames,
  type Seed,
  type SeedAccount,
  type SeedClient,
  type SeedKey,
  seededRoles,
} from '../ways/seed.ts'
import { issueAt } from './actions/issue-at.ts'
import { newAccount } from './actions/new-account.ts'
import type { EngineContract } from './engine-contract.ts'
import { addKey } from './seed-keys.ts'

/** One thing of a seed. */
interface SeedItem {
  /** What it is called among those of all seeds, without a secret. */
  readonly name: string
  /** Adds it to a world; nothing happens where there is one of its names already. */
  add(store: ApiStore, passwords: Passwords): Promise<void>
}

/** What worlds get from a seed, in the order in which it is added. */
export function seedItems(
  engine: EngineContract,
  { accounts = [], clients = [], keys = [] }: Seed,
): readonly SeedItem[] {
  return [
    ...clients.map((client) => ({ name: `client ${client.id}`, add: (store: ApiStore) => addClient(client, store) })),
    ...accounts.flatMap((account) => [
      accountItem(engine, account),
      ...accountKeys(account, engine).map((key) => keyItem(engine, key)),
    ]),
    ...keys.map((key) => keyItem(engine, key)),
  ]
}

function accountItem(engine: EngineContract, account: SeedAccount): SeedItem {
  const [login = account.email] = loginNames(account, engine.accounts)
  return {
    name: `account ${normaliseLogin(login)}`,
    add: (store, passwords) => addAccount(engine, account, store, passwords),
  }
}

function keyItem(engine: EngineContract, key: SeedKey): SeedItem {
  const name = `key ${key.way ?? key.scheme} ${hashSecret(key.value)}`
  return { name, add: (store) => addKey(engine, key, store) }
}

async function addClient({ id, name = id, secret, redirectUris }: SeedClient, store: ApiStore): Promise<void> {
  await store.clients.create({ id, name, secret, ...(redirectUris && { redirectUris }) })
}

async function addAccount(
  engine: EngineContract,
  seeded: SeedAccount,
  store: ApiStore,
  passwords: Passwords,
): Promise<void> {
  const { id, email, login, phone, name, keys = {} } = seeded
  if (id !== undefined && (await store.accounts.find(id))) return
  const [role, ...others] = seededRoles(seeded)
  const password = await hashOf(seeded, passwords)
  const wanted = { id, email, login, phone, name, role, password, members: furtherMembers(seeded) }
  const roles = role !== undefined && others.length > 0 ? { roles: [role, ...others] } : {}
  const account = await store.accounts.create(
    newAccount(engine, { ...wanted, ...roles }, 'activated', store.scope.random),
  )
  if (!account) return
  // What every account has once it is activated, unless the seed says what it is.
  const ways = engine.ways.filter((way) => !Object.hasOwn(keys, way.name))
  const { clock, keys: ring, random } = store.scope
  const context = { clock, keys: ring, random, store }
  await issueAt({ ways }, ['register', 'activate'], account, store.secrets, context)
}

/** The hash of a seeded password; each password is hashed once while a server runs. */
export async function hashOf({ password, hash }: SeedAccount, passwords: Passwords): Promise<string | undefined> {
  if (password === undefined) return undefined
  const known = hash ?? (password === demoPassword.plain ? demoPassword.hash : '')
  return passwords.hashOf({ plain: password, hash: known })
}
