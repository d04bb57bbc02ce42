import type { Row } from './database.ts'

/** Someone who can be authenticated. What only one API knows of its accounts is in `data`. */
export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
  /** The first of its roles. */
  readonly role: string
  /** All of them. */
  readonly roles: readonly string[]
  /** When it was disabled; undefined while it is in use. */
  readonly disabled: number | undefined
  readonly created: number
  readonly data: Readonly<Record<string, unknown>>
}

/** How an account is found: by a name typed at a prompt, or by what an identity provider says it is. */
export interface Identity {
  readonly kind: 'login' | 'oidc'
  readonly value: string
}

/** An account to be made. */
export interface NewAccount {
  /** The next number of a count if none is given. */
  readonly id?: string
  readonly email: string
  readonly name: string
  readonly role: string
  /** All of them, where there are several; the first is `role`. */
  readonly roles?: readonly string[] | undefined
  /** A PHC string; none for an account without a password. */
  readonly password: string | undefined
  /** All names it logs in under, and its identities at providers. */
  readonly identities: readonly Identity[]
  readonly data?: Readonly<Record<string, unknown>>
}

/** An account as it stands in its table. */
export interface AccountRow extends Row {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly password: string | null
  readonly disabled: number | null
  readonly created: number
  readonly data: string
}

/** An account without the hash of its password. */
export function readAccount(row: AccountRow): Account {
  const { id, email, name, disabled, created, data } = row
  const roles = readRoles(row.role)
  const [role = ''] = roles
  return { id, email, name, role, roles, disabled: disabled ?? undefined, created, data: readData(data) }
}

/** One role as it is, several as JSON: stores of earlier versions have one each. */
export function rolesText(roles: readonly string[]): string {
  const [first = '', ...others] = roles
  return others.length === 0 && !first.startsWith('[') ? first : JSON.stringify(roles)
}

function readRoles(text: string): readonly string[] {
  return text.startsWith('[') ? JSON.parse(text) : [text]
}

const noData: Readonly<Record<string, never>> = Object.freeze({})

/** What a row keeps as JSON; most rows keep nothing. */
export function readData(text: string): Readonly<Record<string, unknown>> {
  return text === '{}' ? noData : JSON.parse(text)
}
