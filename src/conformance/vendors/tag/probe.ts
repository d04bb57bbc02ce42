import type { operations } from '../../../../generated/tag/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'
import { newcomer } from '../../fresh.ts'
import type { Sent } from '../../request.ts'

export type Operations = operations

/** Someone who can log in under their e-mail. */
interface Person {
  readonly email: string
  readonly password: string
}

interface Client {
  readonly id: string
  readonly secret: string
}

/** Whom the checks need: two users, one of them with a phone, and two clients. */
export interface People {
  readonly ordinary: Person
  readonly reachable: Person & { readonly phone: string }
  readonly client: Client
  readonly otherClient: Client
}

export type TagProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** Each path of an operation that has two, by what its operation is called. */
export const sendOperations = ['sendOtp', 'postV5OtpSendJson'] as const
export const listOperations = ['listDelegates', 'getV5DelegateListJson'] as const

export type SendOperation = (typeof sendOperations)[number]

/** Makes a user whom no other check uses. */
export async function ownUser({ hooks }: TagProbe): Promise<Person> {
  const person = newcomer()
  await hooks.createAccount?.(person)
  return person
}

/** The body of a token request of a client, with the grant and what goes with it. */
export function tokenRequest({ id, secret }: Client, parameters: Readonly<Record<string, string>>): Sent {
  return { json: { client_id: id, client_secret: secret, ...parameters } }
}

/** A request of the password grant. */
export function userRequest(client: Client, { email, password }: Person): Sent {
  return tokenRequest(client, { grant_type: 'password', username: email, password })
}

export function refreshRequest(client: Client, token: string): Sent {
  return tokenRequest(client, { grant_type: 'refresh_token', refresh_token: token })
}

/** A client's access token. */
export async function clientToken({ send, people }: TagProbe, client: Client = people.client): Promise<string> {
  const { body } = await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'client_credentials' }))
  return body.access_token
}

interface Pair {
  readonly access: string
  readonly refresh: string
}

/** Logs in; the user's tokens. */
export async function userTokens({ send, people }: TagProbe, person: Person = people.ordinary): Promise<Pair> {
  const { body } = await send('createAccessToken', 200, userRequest(people.client, person))
  return { access: body.access_token, refresh: body.refresh_token ?? '' }
}

/** The code in the latest message to an address. */
export async function codeSentTo({ hooks }: TagProbe, recipient: string): Promise<string> {
  return /\b[0-9]{6}\b/.exec((await hooks.readMessage?.(recipient)) ?? '')?.[0] ?? ''
}

/** Has a code sent to an e-mail address, and reads it. */
export async function requestCode(probe: TagProbe, email: string): Promise<string> {
  await probe.send('sendOtp', 200, { bearer: await clientToken(probe), json: { email } })
  return codeSentTo(probe, email)
}
