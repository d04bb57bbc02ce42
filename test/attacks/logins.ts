import type { Sent } from '../../src/conformance/request.ts'
import { type Attacked, apis, invalidStatus, locate } from './every-api.ts'
import type { Got, Place } from './place.ts'

/** Two people that the demo data of every API has. */
export const ada = { login: 'ada', email: 'ada@example.com', password: 'correct-horse-battery-staple' } as const
export const grace = { login: 'grace', email: 'grace@example.com', password: ada.password } as const

/** A way to log in with a name and a password, at one API. */
export interface Login {
  readonly title: string
  readonly api: Attacked
  readonly path: string
  /** The status of a wrong login. */
  readonly refused: number
  /** The status of a request that breaks the contract. */
  readonly invalid: number
  readonly name: 'login' | 'email'
  /** What the contract takes a body in. */
  readonly mediaTypes: readonly string[]
  request(username: string, password: string): Sent
}

/** Every path that takes a password. */
export const logins: readonly Login[] = apis.flatMap((api) =>
  api.suite.logins.map((login) => {
    const { operation, path } = locate(api, login.operation)
    return {
      title: `${api.id} ${login.operation}`,
      api,
      path,
      refused: login.refused,
      invalid: invalidStatus(api),
      name: login.name,
      mediaTypes: Object.keys(operation.requestBody?.content ?? {}),
      request: (username, password) => login.request(username, password, api.suite.demoPeople),
    }
  }),
)

export function tryLogin(place: Place, login: Login, username: string, password: string, from?: string): Promise<Got> {
  return place.send('POST', login.path, login.request(username, password), from)
}

/** An account to log in with, under the name that this login takes. */
export async function newPerson(place: Place, { api, name }: Login, local: string, password: string): Promise<string> {
  const email = `${local}@example.com`
  await place.hooks(api.id).createAccount({ email, password, ...(name === 'login' && { login: local }) })
  return name === 'login' ? local : email
}

/** A name that nobody has, in the form that this login takes. */
export function nameLike({ name }: Pick<Login, 'name'>, local: string): string {
  return name === 'login' ? local : `${local}@example.com`
}

/** The members of a login, whatever it is written in. */
export function membersOf(sent: Sent): Readonly<Record<string, string>> {
  return (sent.form ?? sent.multipart ?? sent.json) as Readonly<Record<string, string>>
}
