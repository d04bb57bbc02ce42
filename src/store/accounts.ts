import { normaliseLogin } from '../contract/login-name.ts'
import { type Account, type AccountRow, type Identity, type NewAccount, readAccount, rolesText } from './account.ts'
import { batchesOf, batchPlaces } from './batches.ts'
import { nextNumber } from './counter.ts'
import type { Row } from './database.ts'
import { noLimit, type Page } from './page.ts'
import type { Scope } from './scope.ts'

export type { Account, NewAccount } from './account.ts'

/** A page of the accounts, by the moment and the identifier of its first, or by a number of accounts to leave out. */
interface AccountPage extends Page<readonly [created: number, id: string]> {
  readonly offset?: number
}

/** The accounts of one API in one world. */
export class Accounts {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  async find(id: string): Promise<Account | undefined> {
    const { database, world, api } = this.#scope
    const [row] = await database.all<AccountRow>(
      'SELECT * FROM accounts WHERE world = $1 AND api = $2 AND id = $3',
      world,
      api,
      id,
    )
    return row && readAccount(row)
  }

  /** The account behind an identity, with the hash of its password. */
  async identify(identity: Identity): Promise<{ account: Account; password: string | undefined } | undefined> {
    const { database, world, api } = this.#scope
    const { kind, value } = canonical(identity)
    const [row] = await database.all<AccountRow>(
      `SELECT a.* FROM identities i JOIN accounts a ON a.world = i.world AND a.api = i.api AND a.id = i.account
       WHERE i.world = $1 AND i.api = $2 AND i.kind = $3 AND i.value = $4`,
      ...[world, api, kind, value],
    )
    return row && { account: readAccount(row), password: row.password ?? undefined }
  }

  /** Oldest first, from the moment and the identifier of one of them, or behind so many. */
  async list({ from: [created, id] = [0, ''], limit = noLimit, offset = 0 }: AccountPage = {}): Promise<Account[]> {
    const { database, world, api } = this.#scope
    const rows = await database.all<AccountRow>(
      `SELECT * FROM accounts WHERE world = $1 AND api = $2 AND (created, id) >= ($3, $4)
       ORDER BY created, id LIMIT $5 OFFSET $6`,
      ...[world, api, created, id, limit, offset],
    )
    return rows.map(readAccount)
  }

  async count(): Promise<number> {
    const { database, world, api } = this.#scope
    const [row] = await database.all<Row & { count: number }>(
      'SELECT count(*) AS count FROM accounts WHERE world = $1 AND api = $2',
      ...[world, api],
    )
    return row?.count ?? 0
  }

  /** The e-mail of each of these accounts that there is. */
  async emails(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#named<{ id: string; email: string }>(
      `SELECT id, email FROM accounts WHERE world = $1 AND api = $2 AND id IN (${batchPlaces(3)})`,
      ids,
    )
    return new Map(rows.map(({ id, email }) => [id, email]))
  }

  /** The names that each of these accounts logs in under. */
  async logins(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    // Asked for the kind too, SQLite would look through all identities of that kind instead.
    const rows = await this.#named<{ account: string; kind: string; value: string }>(
      `SELECT account, kind, value FROM identities
       WHERE world = $1 AND api = $2 AND account IN (${batchPlaces(3)}) ORDER BY value`,
      ids,
    )
    const logins = Map.groupBy(
      rows.filter(({ kind }) => kind === 'login'),
      ({ account }) => account,
    )
    return new Map(ids.map((id) => [id, (logins.get(id) ?? []).map(({ value }) => value)]))
  }

  /** What a statement finds that takes a batch of identifiers: a statement for each hundred. */
  async #named<Found extends Row>(sql: string, ids: readonly string[]): Promise<Found[]> {
    const { database, world, api } = this.#scope
    const batches = batchesOf(ids).map((batch) => database.all<Found>(sql, world, api, ...batch))
    return (await Promise.all(batches)).flat()
  }

  /** Undefined, and nothing changed, if one of the identities is taken. */
  async create(account: NewAccount): Promise<Account | undefined> {
    try {
      return await this.#scope.database.transaction((database) => insert({ ...this.#scope, database }, account))
    } catch (error) {
      if (error === taken) return undefined
      throw error
    }
  }

  /** The next number that is nobody's; to be called in the unit that creates the account. */
  async nextNumber(): Promise<string> {
    return freeNumber(this.#scope)
  }

  /** False if there is no such account. */
  async setDisabled(id: string, disabled: boolean): Promise<boolean> {
    const { database, world, api, clock } = this.#scope
    const since = disabled ? clock() : null
    return (await database.run(`UPDATE accounts SET disabled = $1 ${one}`, since, world, api, id)) > 0
  }

  /** False if there is no such account. */
  async setRoles(id: string, roles: readonly string[]): Promise<boolean> {
    const { database, world, api } = this.#scope
    return (await database.run(`UPDATE accounts SET role = $1 ${one}`, rolesText(roles), world, api, id)) > 0
  }

  async setName(id: string, name: string): Promise<void> {
    const { database, world, api } = this.#scope
    await database.run(`UPDATE accounts SET name = $1 ${one}`, name, world, api, id)
  }

  async setData(id: string, data: Account['data']): Promise<void> {
    const { database, world, api } = this.#scope
    await database.run(`UPDATE accounts SET data = $1 ${one}`, JSON.stringify(data), world, api, id)
  }

  async setPassword(id: string, password: string): Promise<void> {
    const { database, world, api } = this.#scope
    await database.run(`UPDATE accounts SET password = $1 ${one}`, password, world, api, id)
  }

  /** Moves an account to another e-mail, under which it then logs in if it does so by e-mail; false, and nothing changed, if someone has it. */
  async setEmail({ id, email: former }: Account, email: string, logsInByIt = true): Promise<boolean> {
    return this.#unlessTaken(async (scope) => {
      const { database, world, api } = scope
      await database.run(`UPDATE accounts SET email = $1 ${one}`, email, world, api, id)
      if (!logsInByIt) return
      await database.run(
        `DELETE FROM identities WHERE world = $1 AND api = $2 AND kind = 'login' AND value = $3 AND account = $4`,
        ...[world, api, normaliseLogin(former), id],
      )
      if (!(await addIdentity(scope, id, { kind: 'login', value: email }))) throw taken
    })
  }

  /** Deletes an account with its identities and every credential issued to it; false if there is none. */
  async remove(id: string): Promise<boolean> {
    const { world, api } = this.#scope
    return this.#scope.database.transaction(async (database) => {
      await database.run('DELETE FROM secrets WHERE world = $1 AND api = $2 AND subject = $3', world, api, id)
      await database.run('DELETE FROM identities WHERE world = $1 AND api = $2 AND account = $3', world, api, id)
      return (await database.run('DELETE FROM accounts WHERE world = $1 AND api = $2 AND id = $3', world, api, id)) > 0
    })
  }

  async #unlessTaken(work: (scope: Scope) => Promise<void>): Promise<boolean> {
    try {
      await this.#scope.database.transaction((database) => work({ ...this.#scope, database }))
      return true
    } catch (error) {
      if (error === taken) return false
      throw error
    }
  }

  /** Lets an account be found by a further identity; false if someone has it already. */
  async addIdentity(id: string, identity: Identity): Promise<boolean> {
    return addIdentity(this.#scope, id, identity)
  }

  async identities(id: string, kind: Identity['kind']): Promise<string[]> {
    const { database, world, api } = this.#scope
    const rows = await database.all<{ value: string }>(
      'SELECT value FROM identities WHERE world = $1 AND api = $2 AND account = $3 AND kind = $4 ORDER BY value',
      ...[world, api, id, kind],
    )
    return rows.map(({ value }) => value)
  }
}

const one = 'WHERE world = $2 AND api = $3 AND id = $4'

/** Thrown to undo the transaction of an account whose identity someone has. */
const taken = new Error('The identity is taken')

async function insert(scope: Scope, account: NewAccount): Promise<Account> {
  const { database, world, api, clock } = scope
  const id = account.id ?? (await freeNumber(scope))
  const created = clock()
  const data = account.data ?? {}
  const { email, name, role, roles = [role], password } = account
  await database.run(
    `INSERT INTO accounts (world, api, id, email, name, role, password, created, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    ...[world, api, id, email, name, rolesText(roles), password ?? null, created, JSON.stringify(data)],
  )
  const identities = account.identities.map(canonical)
  for (const identity of new Map(identities.map((each) => [`${each.kind} ${each.value}`, each])).values()) {
    if (!(await addIdentity(scope, id, identity))) throw taken
  }
  return { id, email, name, role, roles, disabled: undefined, created, data }
}

/** The next number that is nobody's: accounts of the demo data have numbers that no count gave. */
async function freeNumber(scope: Scope): Promise<string> {
  const { database, world, api } = scope
  for (;;) {
    const id = String(await nextNumber(scope, 'account'))
    const holders = await database.all(
      'SELECT id FROM accounts WHERE world = $1 AND api = $2 AND id = $3',
      ...[world, api, id],
    )
    if (holders.length === 0) return id
  }
}

async function addIdentity({ database, world, api }: Scope, account: string, identity: Identity): Promise<boolean> {
  const { kind, value } = canonical(identity)
  const added = await database.run(
    'INSERT INTO identities (world, api, kind, value, account) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    ...[world, api, kind, value, account],
  )
  return added > 0
}

function canonical({ kind, value }: Identity): Identity {
  return { kind, value: kind === 'login' ? normaliseLogin(value) : value }
}
