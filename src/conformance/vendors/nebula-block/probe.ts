import type { operations } from '../../../../generated/nebula-block/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'
import { newcomer } from '../../fresh.ts'
import type { Sent } from '../../request.ts'

export type Operations = operations

/** Someone who can log in, by either name. */
interface Person {
  readonly login: string
  readonly email: string
  readonly password: string
}

/** Whom the checks need: an ordinary account and one of the staff, with what each has. */
export interface People {
  readonly ordinary: Person & { readonly credits: string }
  readonly staff: Person & { readonly credits: string }
}

type NebulaProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** Logs in; the access token. */
export async function token({ send }: NebulaProbe, { login, password }: Person): Promise<string> {
  const { body } = await send('login', 200, { form: { username: login, password } })
  return body.data.jwtToken
}

/** Makes an API key, which is deleted when the check is over. */
export async function createKey({ send, afterwards }: NebulaProbe, sent: Sent) {
  const answer = await send('createApiKey', 200, sent)
  afterwards(() => send('deleteApiKey', 200, { ...sent, json: undefined, path: { id: answer.body.data.id } }))
  return answer
}

/** Logs in and makes an API key. */
export async function apiKey(probe: NebulaProbe, person: Person): Promise<{ key: string; id: number; token: string }> {
  const bearer = await token(probe, person)
  const { body } = await createKey(probe, { bearer, json: { name: 'check' } })
  return { key: body.data.key, id: body.data.id, token: bearer }
}

/** Makes an account that no other check uses. */
export async function ownAccount({ hooks }: NebulaProbe): Promise<Person> {
  const person = newcomer()
  await hooks.createAccount?.(person)
  return { ...person, login: person.email }
}

interface Claims {
  readonly [name: string]: unknown
  readonly exp: number
  readonly iat: number
}

/** The claims of a JWT, unverified. */
export function claims(jwt: string): Claims {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** The first part of a JWT. */
export function header(jwt: string): unknown {
  return JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString('utf8'))
}
