import seed from '../../generated/numbers-station/seed.json' with { type: 'json' }
import type { Sent } from '../../src/conformance/request.ts'
import { ada, type grace } from './logins.ts'
import type { Got, Place } from './place.ts'

/** The key of the account `acme`, published on purpose. */
export const demoKey = seed.keys[0]?.value ?? ''

export const session = '/numbers-station/api/v1/login/session'
const accessToken = '/numbers-station/api/v1/login/access-token'
export const keyExchange = `${accessToken}/api-key`
export const oauth = `${session}/oauth`
export const me = '/numbers-station/api/v3/orgs/acme/users/me'

type Person = typeof ada | typeof grace

function formOf({ email, password }: Person): Sent {
  return { form: { username: email, password } }
}

/** A bearer token of Numbers Station. */
export async function numbersToken(place: Place, person: Person = ada): Promise<string> {
  const got = await place.send('POST', accessToken, formOf(person))
  return (got.json as { access_token: string }).access_token
}

/** A session cookie of Numbers Station as a browser sends it. */
export async function numbersCookie(place: Place, person: Person = ada): Promise<string> {
  return sentCookie(await place.send('POST', session, formOf(person)), 'session_id')
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
