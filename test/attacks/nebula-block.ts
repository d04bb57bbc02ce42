import { ada, type grace } from './logins.ts'
import type { Got, Place } from './place.ts'

export const login = '/nebula-block/api/v1/login'
export const apiKeys = '/nebula-block/api/v1/api-keys'
export const credits = '/nebula-block/api/v1/users/credits'

export function nebulaLogin(place: Place, username: string, password: string): Promise<Got> {
  return place.send('POST', login, { form: { username, password } })
}

/** An access token of Nebula Block. */
export async function nebulaToken(place: Place, person: typeof ada | typeof grace = ada): Promise<string> {
  const got = await nebulaLogin(place, person.login, person.password)
  return (got.json as { data: { jwtToken: string } }).data.jwtToken
}

/** An API key of Nebula Block. */
export async function nebulaKey(place: Place, bearer: string): Promise<string> {
  const got = await place.send('POST', apiKeys, { bearer, json: { name: 'test' } })
  return (got.json as { data: { key: string } }).data.key
}
