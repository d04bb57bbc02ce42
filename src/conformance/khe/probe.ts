import type { operations } from '../../../generated/khe/schema.ts'
import { type Check, checksOf as checksOfAny, type Probe } from '../check.ts'
import type { Sent } from '../request.ts'

export type Operations = operations

export interface Person {
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
export type KheCheck = Check<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** Two applications that the vendor's sample configuration names (KH-26). */
export const [client, otherClient] = ['abc123', 'mocha'] as const

/** What a login is handed. */
export interface Session {
  readonly key: string
  readonly token: string
  readonly refresh: string
  readonly expires: string
}

/** The body of a login. */
export function loginBody({ email, password }: Person, application: string = client) {
  return { client: application, email, password }
}

/** Logs in. */
export async function session({ send }: KheProbe, person: Person, application: string = client): Promise<Session> {
  const { body } = await send('createToken', 200, { json: loginBody(person, application) })
  return body
}

/** Key and token as they authorize a request. */
export function pair({ key, token }: Pick<Session, 'key' | 'token'>): readonly [string, string] {
  return [key, token]
}

/** What trades a login's refresh token in. */
export function refreshBody({ key, refresh }: Pick<Session, 'key' | 'refresh'>, application: string = client) {
  return { client: application, key, refresh }
}

/** Holds that a login is alive, by a change that changes nothing. */
export async function lives({ send }: KheProbe, login: Session): Promise<void> {
  await send('updateUser', 200, { basic: pair(login), json: {} })
}

/** Holds that a login's token is dead. */
export async function isDead({ send }: KheProbe, login: Session): Promise<void> {
  await send('updateUser', 401, { basic: pair(login), json: {} })
}

/** Credentials of the right form that were never handed out. */
export function guess(number: number): { readonly key: string; readonly token: string } {
  return { key: '0'.repeat(24), token: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` }
}

/** The operations that take a body, with one that succeeds, and whose credential they want. */
export const bodied = [
  ['createToken', { client, email: 'ada@example.com', password: 'correct-horse-battery-staple' }, false],
  ['refreshToken', { client, key: guess(0).key, refresh: guess(0).token }, false],
  ['createUser', { client, email: 'lin@example.com', password: 'a-password-of-some-length' }, false],
  ['deleteToken', { client: otherClient }, true],
  ['updateUser', {}, true],
] as const satisfies readonly (readonly [string, Readonly<Record<string, string>>, boolean])[]

export type Bodied = (typeof bodied)[number][0]

/** The operations that want a credential, with a request that it alone decides. */
export const protectedOperations = [
  ['deleteToken', { json: { client: otherClient } }],
  ['updateUser', { json: {} }],
  ['listUsers', {}],
  ['getUser', { path: { id: guess(0).key } }],
] as const satisfies readonly (readonly [string, Sent])[]

export type Protected = (typeof protectedOperations)[number][0]
