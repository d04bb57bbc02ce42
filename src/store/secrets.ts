import { day } from '../auth/clock.ts'
import { hashSecret, newSecret } from '../auth/secret.ts'
import type { Ending } from '../contract/finding.ts'
import { type Account, type AccountRow, nextNumber, readAccount, readData } from './accounts.ts'
import type { Row } from './database.ts'
import type { Scope } from './scope.ts'

/** A credential that was handed out: session, access token, API key, login transaction … The secret itself is not kept. */
export interface Secret {
  readonly kind: string
  /** What it is called in public; never the secret. */
  readonly id: string
  readonly hash: string
  /** The account it acts for. */
  readonly subject: string | undefined
  readonly client: string | undefined
  readonly family: string
  readonly issued: number
  readonly expires: number | undefined
  /** Milliseconds without use after which it is dead. */
  readonly idle: number | undefined
  readonly seen: number
  readonly data: Readonly<Record<string, unknown>>
}

/** How a secret stands: usable, or dead and how. */
export type SecretState = Ending

/** A secret that exists or existed, its state, and since when it is in that state. */
export interface Found {
  readonly secret: Secret
  readonly state: SecretState
  readonly since: number
  /** The account it acts for, if it acts for one. */
  readonly account: Account | undefined
}

export interface NewSecret {
  readonly kind: string
  /** A given secret, for tokens that are made elsewhere; 32 random bytes if none. */
  readonly secret?: string
  /** The next number of the kind's own count instead of a random name. */
  readonly numbered?: boolean
  /** A given public name; no two of a kind bear the same. */
  readonly id?: string
  readonly subject?: string
  readonly client?: string
  readonly family?: string
  /** Milliseconds until it is dead; none for ever. */
  readonly lifetime?: number
  /** Milliseconds without use until it is dead. */
  readonly idle?: number
  readonly data?: Readonly<Record<string, unknown>>
  /** How many live ones of this kind the subject may have; the oldest make room. */
  readonly atMost?: number
}

/** Which secrets; what is not said does not matter. */
export interface SecretFilter {
  readonly kind?: string
  readonly subject?: string
  readonly client?: string
  readonly family?: string
}

/** A secret just handed out, for the only time in plain. */
export interface Issued {
  readonly plain: string
  readonly secret: Secret
}

interface SecretRow extends Row {
  readonly kind: string
  readonly id: string
  readonly hash: string
  readonly subject: string | null
  readonly client: string | null
  readonly family: string
  readonly issued: number
  readonly expires: number | null
  readonly idle: number | null
  readonly seen: number
  readonly ended: number | null
  readonly ended_how: string | null
  readonly data: string
}

type FoundRow = SecretRow & { readonly [Name in keyof AccountRow as `account_${string & Name}`]: AccountRow[Name] }

const never = Number.POSITIVE_INFINITY

/** Dead secrets are remembered this long, so that a refusal can say how they died. */
const remembered = day
/** How many forgotten rows one issue sweeps away at the most. */
const sweep = 50
/** Use is noted at most this often. */
const seenEvery = 60_000

/** What lives at the moment that stands at a place among the values. */
const liveAt = (place: string) =>
  `ended IS NULL AND (expires IS NULL OR expires > ${place}) AND (idle IS NULL OR seen + idle > ${place})`

/** Everything handed out by one API in one world. Expiry is computed when a secret is read. */
export class Secrets {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Makes a secret and keeps its hash. */
  async issue(wanted: NewSecret): Promise<Issued> {
    return this.#scope.database.transaction(async (database) => {
      const scope = { ...this.#scope, database }
      await forget(scope)
      const issued = await insert(scope, wanted)
      if (wanted.atMost !== undefined) await supersede(scope, issued.secret, wanted.atMost)
      return issued
    })
  }

  /** Like {@link issue}, but refuses with undefined if the subject has `limit` live ones of the kind already. */
  async issueWithin(limit: number, wanted: NewSecret & { readonly subject: string }): Promise<Issued | undefined> {
    return this.#scope.database.transaction(async (database) => {
      const secrets = new Secrets({ ...this.#scope, database })
      const living = await secrets.list(wanted.kind, wanted.subject)
      return living.length < limit ? secrets.issue(wanted) : undefined
    })
  }

  /** Looks a secret up by its hash; undefined if it was never handed out, or died too long ago. */
  async find(kind: string, plain: string): Promise<Found | undefined> {
    const { database, world, api, clock } = this.#scope
    const [row] = await database.all<FoundRow>(findSql, world, api, kind, hashSecret(plain))
    const now = clock()
    const found = row && judge(row, now)
    return found && isForgotten(found, now) ? undefined : found
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

  /** The newest live ones of whatever kind and when each dies, the next to die first; never is infinity. */
  async newest(limit: number): Promise<{ readonly secret: Secret; readonly end: number }[]> {
    const { database, world, api, clock } = this.#scope
    const rows = await database.all<SecretRow>(
      `SELECT * FROM secrets WHERE world = $1 AND api = $2 AND ${liveAt('$3')}
       ORDER BY issued DESC, kind, id LIMIT $4`,
      ...[world, api, clock(), limit],
    )
    return rows
      .map(readSecret)
      .map((secret) => ({ secret, end: endOf(secret) }))
      .sort((one, other) => Number(one.end > other.end) - Number(one.end < other.end))
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

const findSql = `SELECT s.kind, s.id, s.hash, s.subject, s.client, s.family, s.issued, s.expires, s.idle, s.seen, s.ended, s.ended_how, s.data,
  a.id AS account_id, a.email AS account_email, a.name AS account_name, a.role AS account_role,
  a.disabled AS account_disabled, a.created AS account_created, a.data AS account_data
FROM secrets s LEFT JOIN accounts a ON a.world = s.world AND a.api = s.api AND a.id = s.subject
WHERE s.world = $1 AND s.api = $2 AND s.kind = $3 AND s.hash = $4`

async function insert(scope: Scope, wanted: NewSecret): Promise<Issued> {
  const { database, world, api, clock, random } = scope
  const now = clock()
  const plain = wanted.secret ?? newSecret(random)
  const id = wanted.id ?? (wanted.numbered ? String(await nextNumber(scope, wanted.kind)) : random(16).toString('hex'))
  const secret: Secret = {
    kind: wanted.kind,
    id,
    hash: hashSecret(plain),
    subject: wanted.subject,
    client: wanted.client,
    family: wanted.family ?? id,
    issued: now,
    expires: wanted.lifetime === undefined ? undefined : now + wanted.lifetime,
    idle: wanted.idle,
    seen: now,
    data: wanted.data ?? {},
  }
  await database.run(
    `INSERT INTO secrets (world, api, kind, hash, id, subject, client, family, issued, expires, idle, seen, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    ...[world, api, secret.kind, secret.hash, id, secret.subject ?? null, secret.client ?? null, secret.family, now],
    ...[secret.expires ?? null, secret.idle ?? null, now, JSON.stringify(secret.data)],
  )
  return { plain, secret }
}

/** Ends the oldest live secrets beyond a number; never the one just issued, whatever the clock says. */
async function supersede({ database, world, api, clock }: Scope, newest: Secret, atMost: number): Promise<void> {
  await database.run(
    `UPDATE secrets SET ended = $5, ended_how = 'superseded'
     WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND hash IN (
       SELECT hash FROM secrets WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND ${liveAt('$5')} AND hash <> $6
       ORDER BY issued DESC, length(id) DESC, id DESC LIMIT 1000 OFFSET $7)`,
    ...[world, api, newest.kind, newest.subject ?? '', clock(), newest.hash, atMost - 1],
  )
}

/**
 * Sweeps away what nobody remembers any more; a little at each issue, so that no request pays for all. What was rotated
 * is remembered until it would have expired: a replay, however late, has to be known for one.
 */
async function forget({ database, world, clock }: Scope): Promise<void> {
  const before = clock() - remembered
  for (const dead of [
    "ended < $2 AND ended_how <> 'rotated'",
    "expires < $2 AND (ended IS NULL OR ended_how = 'rotated')",
  ]) {
    await database.run(
      `DELETE FROM secrets WHERE (world, api, kind, hash) IN
       (SELECT world, api, kind, hash FROM secrets WHERE world = $1 AND ${dead} LIMIT ${sweep})`,
      ...[world, before],
    )
  }
}

/** Whether a dead secret is past remembering, swept away yet or not. One whose account is disabled is not dead. */
function isForgotten({ state, since, secret }: Found, now: number): boolean {
  const end = state === 'rotated' ? (secret.expires ?? never) : since
  return state !== 'active' && state !== 'disabled' && end < now - remembered
}

function judge(row: FoundRow, now: number): Found {
  const read = rowsRead.get(row) ?? readFound(row)
  rowsRead.set(row, read)
  return { ...read, ...stateOf(row, read.secret, read.account, now) }
}

/** A row that was remembered is the same object again, and is read once. */
const rowsRead = new WeakMap<FoundRow, Pick<Found, 'secret' | 'account'>>()

function readFound(row: FoundRow): Pick<Found, 'secret' | 'account'> {
  return { secret: readSecret(row), account: row.account_id === null ? undefined : readAccount(accountRow(row)) }
}

function accountRow(row: FoundRow): AccountRow {
  return {
    id: row.account_id,
    email: row.account_email,
    name: row.account_name,
    role: row.account_role,
    password: null,
    disabled: row.account_disabled,
    created: row.account_created,
    data: row.account_data,
  }
}

function stateOf(
  row: SecretRow,
  secret: Secret,
  account: Account | undefined,
  now: number,
): Pick<Found, 'state' | 'since'> {
  if (row.ended !== null) return { state: row.ended_how as SecretState, since: row.ended }
  const end = endOf(secret)
  if (now >= end) return { state: 'expired', since: end }
  if (account?.disabled !== undefined) return { state: 'disabled', since: account.disabled }
  return { state: 'active', since: secret.issued }
}

/** When a secret dies of age or disuse; infinity for never. */
export function endOf({ expires, seen, idle }: Secret): number {
  return Math.min(expires ?? never, seen + (idle ?? never))
}

function readSecret(row: SecretRow): Secret {
  const { kind, id, hash, family, issued, seen } = row
  return {
    kind,
    id,
    hash,
    subject: row.subject ?? undefined,
    client: row.client ?? undefined,
    family,
    issued,
    expires: row.expires ?? undefined,
    idle: row.idle ?? undefined,
    seen,
    data: readData(row.data),
  }
}
