import type { Got, Place } from './place.ts'

export const ada = { login: 'ada', email: 'ada@example.com', password: 'correct-horse-battery-staple' } as const
export const grace = { login: 'grace', email: 'grace@example.com', password: ada.password } as const

/** Every path that takes a password, and the name `ada` has there. */
export const passwordLogins = [
  { id: 'nebula-block', path: '/nebula-block/api/v1/login', name: ada.login },
  { id: 'numbers-station', path: '/numbers-station/api/v1/login/session', name: ada.email },
  { id: 'numbers-station', path: '/numbers-station/api/v1/login/access-token', name: ada.email },
] as const

export type PasswordLogin = (typeof passwordLogins)[number]

export function tryLogin(place: Place, { path }: { path: string }, username: string, password: string, from?: string) {
  return place.send('POST', path, { form: { username, password } }, from)
}

/** An access token of Nebula Block. */
export async function nebulaToken(
  place: Place,
  person: typeof ada | typeof grace = ada,
  from?: string,
): Promise<string> {
  const got = await tryLogin(place, passwordLogins[0], person.login, person.password, from)
  return (got.json as { data: { jwtToken: string } }).data.jwtToken
}

/** An API key of Nebula Block. */
export async function nebulaKey(place: Place, bearer: string): Promise<string> {
  const got = await place.send('POST', '/nebula-block/api/v1/api-keys', { bearer, json: { name: 'test' } })
  return (got.json as { data: { key: string } }).data.key
}

/** A bearer token of Numbers Station. */
export async function numbersToken(place: Place, person: typeof ada | typeof grace = ada): Promise<string> {
  const got = await tryLogin(place, passwordLogins[2], person.email, person.password)
  return (got.json as { access_token: string }).access_token
}

/** A session cookie of Numbers Station as a browser sends it. */
export async function numbersCookie(place: Place, person: typeof ada | typeof grace = ada): Promise<string> {
  return sentCookie(await tryLogin(place, passwordLogins[1], person.email, person.password), 'session_id')
}

/** `name=value` of a cookie that an answer sets. */
export function sentCookie(got: Got, name: string): string {
  return (
    got
      .all('set-cookie')
      .find((line) => line.startsWith(`${name}=`))
      ?.split(';')[0] ?? ''
  )
}

export const credits = '/nebula-block/api/v1/users/credits'
export const me = '/numbers-station/api/v3/orgs/acme/users/me'
