import type { operations } from '../../../../generated/nebula-block/schema.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'

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

/** Logs in and creates an API key, which is deleted when the check is over. */
export async function apiKey(probe: NebulaProbe, person: Person): Promise<string> {
  const { send, afterwards } = probe
  const bearer = await token(probe, person)
  const { body } = await send('createApiKey', 200, { bearer, json: { name: 'check' } })
  afterwards(() => send('deleteApiKey', 200, { bearer, path: { id: body.data.id } }))
  return body.data.key
}
