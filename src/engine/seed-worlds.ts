import type { Passwords } from '../auth/password.ts'
import { demoPassword } from '../served/demo.ts'
import type { ApiStore, Tenant } from '../store/api-store.ts'
import type { NewSecret } from '../store/secrets.ts'
import { furtherMembers, type Seed, type SeedAccount, type SeedKey } from '../ways/seed.ts'
import { issueAt } from './actions/issue-at.ts'
import { newAccount } from './actions/new-account.ts'
import type { EngineContract } from './engine-contract.ts'
import { newCredential } from './ways/issue.ts'

/** Fills a new world with a seed. */
export function seeding(engine: EngineContract, seed: Seed): NonNullable<Tenant['seed']> {
  const { accounts = [], clients = [], keys = [], settings = {} } = seed
  return async (store, passwords) => {
    for (const { id, name = id, secret, redirectUris } of clients)
      await store.clients.create({ id, name, secret, ...(redirectUris && { redirectUris }) })
    for (const account of accounts) await addAccount(engine, account, store, passwords)
    for (const key of keys) await store.secrets.issue({ ...(await keyOf(engine, key, store)), numbered: true })
    await store.settings.change(settings)
  }
}

async function addAccount(
  engine: EngineContract,
  seeded: SeedAccount,
  store: ApiStore,
  passwords: Passwords,
): Promise<void> {
  const { id, email, login, phone, name, role, password: plain, keys = {} } = seeded
  const password = plain === undefined ? undefined : await passwords.hashOf({ plain, hash: hashOf(seeded) })
  const wanted = { id, email, login, phone, name, role, password, members: furtherMembers(seeded) }
  const account = await store.accounts.create(newAccount(engine, wanted, 'activated', store.scope.random))
  if (!account) throw new TypeError(`The seed of ${engine.id} has two accounts that log in by the same name`)
  for (const [way, value] of Object.entries(keys))
    await store.secrets.issue(await keyOf(engine, { way, value, subject: account.id }, store))
  // What every account has once it is activated, unless the seed says what it is.
  const others = engine.ways.filter(({ name }) => !Object.hasOwn(keys, name))
  const { clock, keys: ring, random } = store.scope
  await issueAt({ ways: others }, ['register', 'activate'], account, store.secrets, {
    clock,
    keys: ring,
    random,
    store,
  })
}

/** The usual password of demo accounts needs no hash of its own; any other without one is hashed at the first start. */
function hashOf({ password, hash }: SeedAccount): string {
  return hash ?? (password === demoPassword.plain ? demoPassword.hash : '')
}

/** A credential whose text is given. */
async function keyOf(
  engine: EngineContract,
  { way: name, value, subject, scopes, ...members }: SeedKey,
  store: ApiStore,
): Promise<NewSecret> {
  const way = engine.wayNamed(name)
  const owner = await ownerOf(subject, store)
  const { clock, keys, random } = store.scope
  const context = { clock, keys, random, store }
  const wanted = await newCredential(way, { subject: owner }, scopes ?? way.scopes, context, value)
  return { ...wanted, data: { ...members, ...wanted.data } }
}

/** An account by its id or a name it logs in by; else what is named is a tenant. */
async function ownerOf(subject: string, { accounts }: ApiStore): Promise<string> {
  const account =
    (await accounts.find(subject)) ?? (await accounts.identify({ kind: 'login', value: subject }))?.account
  return account?.id ?? subject
}
