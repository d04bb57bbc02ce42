import { hashSecret } from '../auth/secret.ts'
import { noLimit, type Page } from './page.ts'
import type { Scope } from './scope.ts'
import type { Found, Issued, NewSecret, Secret, SecretFilter } from './secret.ts'
import { issueSecret } from './secret-issue.ts'
import { endOf, judge, liveAt } from './secret-lifetime.ts'
import { type FoundRow, findSql, readSecret, type SecretRow } from './secret-rows.ts'

export type { Found, Issued, NewSecret, Secret, SecretState } from './secret.ts'

/** Use is noted at most this often. */
const seenEvery = 60_000

/** A live secret, and the moment it dies; infinity for never. */
export interface LiveSecret {
  readonly secret: Secret
  readonly end: number
}

/** Where a secret stands among all of an API, newest first. */
type SecretPlace = readonly [issued: number, kind: string, id: string]

/** Every credential issued by one API in one world. Expiry is computed when a secret is read. */
export class Secrets {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Makes a secret and keeps its hash. */
  async issue(wanted: NewSecret): Promise<Issued> {
    return this.#scope.database.transaction((database) => issueSecret({ ...this.#scope, database }, wanted))
  }

  /** Issues a secret unless it was issued before; then its data become those given, and its state stays. */
  async ensure(wanted: NewSecret & { readonly secret: string }): Promise<void> {
    const { database, world, api } = this.#scope
    const data = JSON.stringify(wanted.data ?? {})
    const known = await database.run(
      'UPDATE secrets SET data = $1 WHERE world = $2 AND api = $3 AND kind = $4 AND hash = $5',
      ...[data, world, api, wanted.kind, hashSecret(wanted.secret)],
    )
    if (known === 0) await this.issue(wanted)
  }

  /** Like {@link issue}, but refuses with undefined if the subject has `limit` live ones of the kind already. */
  async issueWithin(limit: number, wanted: NewSecret & { readonly subject: string }): Promise<Issued | undefined> {
    return this.#scope.database.transaction(async (database) => {
      const secrets = new Secrets({ ...this.#scope, database })
      const living = await secrets.list(wanted.kind, wanted.subject)
      return living.length < limit ? secrets.issue(wanted) : undefined
    })
  }

  /** Looks a secret up by its hash; undefined if it was never issued, or died too long ago. */
  async find(kind: string, plain: string): Promise<Found | undefined> {
    const { database, world, api, clock } = this.#scope
    const [row] = await database.all<FoundRow>(findSql, world, api, kind, hashSecret(plain))
    return row && judge(row, clock())
  }

  /** The live secrets of one kind and subject, oldest first. The statement does not name the time, so that it can be remembered. */
  async list(kind: string, subject: string): Promise<Secret[]> {
    const { database, world, api, clock } = this.#scope
    const rows = await database.all<SecretRow>(
      `SELECT * FROM secrets WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND ended IS NULL
       ORDER BY issued, length(id), id`,
      ...[world, api, kind, subject],
    )
    const now = clock()
    return rows.map(readSecret).filter((secret) => now < endOf(secret))
  }

  /** The live ones of whatever kind and when each dies, never being infinity; newest first, from one of them. */
  async newest({ from, limit = noLimit }: Page<SecretPlace> = {}): Promise<LiveSecret[]> {
    const { database, world, api, clock } = this.#scope
    const [issued, kind, id] = from ?? [noLimit, '', '']
    const rows = await database.all<SecretRow>(
      `SELECT * FROM secrets WHERE world = $1 AND api = $2 AND ${liveAt('$3')}
       AND issued <= $4 AND (issued < $4 OR (kind, id) >= ($5, $6)) ORDER BY issued DESC, kind, id LIMIT $7`,
      ...[world, api, clock(), issued, kind, id, limit],
    )
    return rows.map(readSecret).map((secret) => ({ secret, end: endOf(secret) }))
  }

  /** Uses a secret up; of any number of simultaneous calls one gets it active, the rest consumed. */
  async consume(kind: string, plain: string): Promise<Found | undefined> {
    return this.#scope.database.transaction(async (database) => {
      const secrets = new Secrets({ ...this.#scope, database })
      const found = await secrets.find(kind, plain)
      if (found?.state === 'active') await secrets.end(found.secret, 'consumed')
      return found
    })
  }

  /** Ends a secret; false if it was ended before. */
  async end({ kind, hash }: Secret, how: 'revoked' | 'consumed' = 'revoked'): Promise<boolean> {
    const { database, world, api, clock } = this.#scope
    const ended = await database.run(
      `UPDATE secrets SET ended = $1, ended_how = $2
       WHERE world = $3 AND api = $4 AND kind = $5 AND hash = $6 AND ended IS NULL`,
      ...[clock(), how, world, api, kind, hash],
    )
    return ended > 0
  }

  /** Lets a secret be past its end from now on; one that was ended before stays as it is. */
  async expire({ kind, hash }: Secret): Promise<void> {
    const { database, world, api, clock } = this.#scope
    await database.run(
      `UPDATE secrets SET expires = $1
       WHERE world = $2 AND api = $3 AND kind = $4 AND hash = $5 AND ended IS NULL`,
      ...[clock(), world, api, kind, hash],
    )
  }

  /** Ends every live secret that matches all that is given, however it is called; the number of them. */
  async revokeAll(matching: SecretFilter): Promise<number> {
    const { database, world, api, clock } = this.#scope
    const given = Object.entries(matching).filter(([, value]) => value !== undefined)
    const where = given.map(([name], index) => `${name} = $${index + 4}`)
    return database.run(
      `UPDATE secrets SET ended = $1, ended_how = 'revoked' WHERE ${['world = $2', 'api = $3', ...where].join(' AND ')} AND ended IS NULL`,
      ...[clock(), world, api, ...given.map(([, value]) => value)],
    )
  }

  /** Does several things as one: all of them happen, or none, and nothing else in between. */
  async atomically<Result>(work: (secrets: Secrets) => Promise<Result>): Promise<Result> {
    return this.#scope.database.transaction((database) => work(new Secrets({ ...this.#scope, database })))
  }

  /** The secret of that public name, dead or alive. */
  async findById(kind: string, id: string): Promise<Secret | undefined> {
    const { database, world, api } = this.#scope
    const [row] = await database.all<SecretRow>(
      'SELECT * FROM secrets WHERE world = $1 AND api = $2 AND kind = $3 AND id = $4',
      ...[world, api, kind, id],
    )
    return row && readSecret(row)
  }

  /** Ends the live secret of that public name, if it acts for the subject; false if there is none. */
  async revokeById(kind: string, id: string, subject: string): Promise<boolean> {
    const { database, world, api, clock } = this.#scope
    const ended = await database.run(
      `UPDATE secrets SET ended = $5, ended_how = 'revoked'
       WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND ${liveAt('$5')} AND id = $6`,
      ...[world, api, kind, subject, clock(), id],
    )
    return ended > 0
  }

  /** Notes that a secret with an idle limit was used, at most once a minute. */
  async touch({ kind, hash, idle, seen }: Secret): Promise<void> {
    const { database, world, api, clock } = this.#scope
    const now = clock()
    if (idle === undefined || now < seen + seenEvery) return
    await database.run(
      'UPDATE secrets SET seen = $1 WHERE world = $2 AND api = $3 AND kind = $4 AND hash = $5 AND seen < $1',
      ...[now, world, api, kind, hash],
    )
  }
}
