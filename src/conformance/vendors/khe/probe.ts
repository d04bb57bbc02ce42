import type { operations } from '../../../../generated/khe/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'

export type Operations = operations

interface Person {
  readonly email: string
  readonly password: string
}

/** Whom the checks need: an attendee and an admin, and two applications that the server is configured for (KH-26). */
export interface People {
  readonly ordinary: Person
  readonly admin: Person
  readonly client: string
  readonly otherClient: string
}

export type KheProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** What a login is handed. */
export interface Session {
  readonly key: string
  readonly token: string
  readonly refresh: string
  readonly expires: string
}

/** The body of a login or of a sign-up. */
export function loginBody({ email, password }: Person, client: string) {
  return { client, email, password }
}

/** Logs in. */
export async function session({ send, people }: KheProbe, person: Person, client = people.client): Promise<Session> {
  const { body } = await send('createToken', 200, { json: loginBody(person, client) })
  return body
}

/** Key and token as they authorize a request. */
export function pair({ key, token }: Pick<Session, 'key' | 'token'>): readonly [string, string] {
  return [key, token]
}

/** What trades a login's refresh token in. */
export function refreshBody({ key, refresh }: Pick<Session, 'key' | 'refresh'>, client: string) {
  return { client, key, refresh }
}

/** Holds that a login is alive, by a change that changes nothing. */
export async function lives({ send }: KheProbe, login: Session): Promise<void> {
  await send('updateUser', 200, { basic: pair(login), json: {} })
}

/** Holds that a login's token is dead. */
export async function isDead({ send }: KheProbe, login: Session): Promise<void> {
  await send('updateUser', 401, { basic: pair(login), json: {} })
}

/** Credentials of the right form that were never issued. */
export function guess(number: number): { readonly key: string; readonly token: string } {
  return { key: '0'.repeat(24), token: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` }
}
