import { ada, type grace } from './logins.ts'
import type { Got, Place } from './place.ts'

export const khe = '/khe/v1.0'

/** What a login of KHE is handed. */
export interface KheLogin {
  readonly key: string
  readonly token: string
  readonly refresh: string
  readonly expires: string
}

type Person = Pick<typeof ada | typeof grace, 'email' | 'password'> | { email: string; password: string }

export function tryKheLogin(place: Place, { email, password }: Person, client = 'abc123'): Promise<Got> {
  return place.send('POST', `${khe}/users/token`, { json: { client, email, password } })
}

export async function kheLogin(place: Place, person: Person = ada, client = 'abc123'): Promise<KheLogin> {
  return (await tryKheLogin(place, person, client)).json as KheLogin
}

export function signUp(place: Place, { email, password }: Person): Promise<Got> {
  return place.send('POST', `${khe}/users`, { json: { client: 'abc123', email, password } })
}

export function tryRefresh(place: Place, { key, refresh }: KheLogin, client = 'abc123'): Promise<Got> {
  return place.send('POST', `${khe}/users/token/refresh`, { json: { client, key, refresh } })
}

/** Trades a refresh token in that is good. */
export async function refreshed(place: Place, login: KheLogin): Promise<KheLogin> {
  return (await tryRefresh(place, login)).json as KheLogin
}

export function logOut(place: Place, login: KheLogin, client = 'abc123'): Promise<Got> {
  return place.send('DELETE', `${khe}/users/token`, { basic: [login.key, login.token], json: { client } })
}

export function change(place: Place, { key, token }: Pick<KheLogin, 'key' | 'token'>, json: unknown): Promise<Got> {
  return place.send('PATCH', `${khe}/users`, { basic: [key, token], json })
}

/** The status that a login's token comes to, in a change that changes nothing. */
export async function tokenStatus(place: Place, login: Pick<KheLogin, 'key' | 'token'>): Promise<number> {
  return (await change(place, login, {})).status
}
