import { type AccountRow, readAccount, readData } from './account.ts'
import type { Row } from './database.ts'
import type { Found, Secret } from './secret.ts'

/** A secret as it stands in its table. */
export interface SecretRow extends Row {
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

/** A secret, and the account it acts for beside it; what {@link findSql} gives. */
export type FoundRow = SecretRow & {
  readonly [Name in keyof AccountRow as `account_${string & Name}`]: AccountRow[Name]
}

/** Looks one secret up by world, API, kind and hash. */
export const findSql = `SELECT s.kind, s.id, s.hash, s.subject, s.client, s.family, s.issued, s.expires, s.idle, s.seen, s.ended, s.ended_how, s.data,
  a.id AS account_id, a.email AS account_email, a.name AS account_name, a.role AS account_role,
  a.disabled AS account_disabled, a.created AS account_created, a.data AS account_data
FROM secrets s LEFT JOIN accounts a ON a.world = s.world AND a.api = s.api AND a.id = s.subject
WHERE s.world = $1 AND s.api = $2 AND s.kind = $3 AND s.hash = $4`

/** A secret and its account, whatever its state. A row that was remembered is the same object again, and is read once. */
export function readFound(row: FoundRow): Pick<Found, 'secret' | 'account'> {
  const read = rowsRead.get(row) ?? {
    secret: readSecret(row),
    account: row.account_id === null ? undefined : readAccount(accountRow(row)),
  }
  rowsRead.set(row, read)
  return read
}

const rowsRead = new WeakMap<FoundRow, Pick<Found, 'secret' | 'account'>>()

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

/** A secret, whatever its state. */
export function readSecret(row: SecretRow): Secret {
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
