import type { operations } from '../../../../generated/numbers-station/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'
import { newcomer } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { sentCookie } from './cookies.ts'

export type Operations = operations

interface Person {
  readonly email: string
  readonly password: string
}

type Provider = Operations['loginSessionOauth']['parameters']['query']['provider']

/** Whom the checks need: two users of one account, an account that neither is in, and what the server is set up for. */
export interface People {
  readonly ordinary: Person
  readonly admin: Person
  readonly account: string
  readonly otherAccount: string
  /** An origin that may call. */
  readonly origin: string
  /** An address that a login at a provider may end at. */
  readonly redirectUri: string
  readonly provider: Provider
  /** A provider of the contract that is not set up. */
  readonly otherProvider: Provider
}

export type NumbersProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** Makes a user of the account, whom no other check uses. */
export async function ownUser({ hooks, people }: NumbersProbe, groups = [people.account]): Promise<Person> {
  const person = newcomer()
  await hooks.createAccount?.({ ...person, groups })
  return person
}

/** The two logins by password, one for each medium of a session. */
export type Login = 'loginSession' | 'loginAccessToken'

/** Sends a request to one of the logins. */
export function loginAt(operation: Login) {
  return <Status extends 200 | 401 | 403 | 413 | 415 | 422 | 429 | 503>(
    { send }: NumbersProbe,
    status: Status,
    request: Sent,
  ) => send<Login, Status>(operation, status, request)
}

/** The form of a login. */
export function loginForm({ email, password }: Person): { username: string; password: string } {
  return { username: email, password }
}

/** Logs in for the bearer medium; the token. */
export async function bearerOf({ send }: NumbersProbe, person: Person): Promise<string> {
  const { body } = await send('loginAccessToken', 200, { form: loginForm(person) })
  return body.access_token
}

/** Logs in for the cookie medium; what a browser would send from then on. */
export async function cookieOf({ send }: NumbersProbe, person: Person): Promise<string> {
  return sentCookie(await send('loginSession', 200, { form: loginForm(person) }), 'session_id')
}
