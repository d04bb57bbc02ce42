import type { Got, Place } from './place.ts'

/** The client of the demo data, as a token request names it. */
export const client = { client_id: 'abc123', client_secret: '456789' } as const

export const kiosk = { client_id: 'kiosk', client_secret: 'kiosk-secret-for-demonstration' } as const

const list = '/tag/api/delegate/list'

type Parameters = Readonly<Record<string, unknown>>

/** A request to the token endpoint; the client's credentials are those of the demo data unless given. */
export function ask(place: Place, parameters: Parameters, from?: string): Promise<Got> {
  return place.send('POST', '/tag/api/oauth/v2/token', { json: { ...client, ...parameters } }, from)
}

export function logIn(place: Place, username: string, password: string, from?: string): Promise<Got> {
  return ask(place, { grant_type: 'password', username, password }, from)
}

export function refresh(place: Place, refresh_token: string, of: Parameters = client): Promise<Got> {
  return ask(place, { ...of, grant_type: 'refresh_token', refresh_token })
}

export interface Pair {
  readonly access: string
  readonly refresh: string
}

export function pairOf({ json }: Got): Pair {
  const { access_token: access, refresh_token } = json as { access_token: string; refresh_token: string }
  return { access, refresh: refresh_token }
}

export async function clientToken(place: Place): Promise<string> {
  return pairOf(await ask(place, { grant_type: 'client_credentials' })).access
}

/** Has a code sent with a fresh client's token. */
export async function send(place: Place, to: Parameters, from?: string): Promise<Got> {
  return place.send('POST', '/tag/api/otp/send', { bearer: await clientToken(place), json: to }, from)
}

/** Has a code sent to an e-mail address, and reads it in the outbox. */
export async function codeFor(place: Place, email: string): Promise<string> {
  const sent = await send(place, { email })
  if (sent.status !== 200) throw new Error(`No code was sent: ${sent.status} ${sent.text}`)
  return /\b[0-9]{6}\b/.exec(await place.hooks('tag').readMessage(email))?.[0] ?? ''
}

/** Another code of six digits. */
export function wrongCode(code: string, step = 1): string {
  return String((Number(code) + step) % 1_000_000).padStart(6, '0')
}

export async function statusOf(place: Place, bearer: string): Promise<number> {
  return (await place.send('GET', list, { bearer })).status
}
