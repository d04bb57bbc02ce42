import { randomUUID } from 'node:crypto'
import type { operations } from '../../../../generated/innodata/schema.ts'
import type { DocumentedChallenge } from '../../challenge.ts'
import { checksOf as checksOfAny, type Probe } from '../../check.ts'
import { freshWord } from '../../fresh.ts'
import type { Sent } from '../../request.ts'

export type Operations = operations

/** Someone who can log in. */
interface Person {
  readonly email: string
  readonly password: string
}

/** Whom the checks need: two activated users who have nothing to do with each other. */
export interface People {
  readonly ordinary: Person
  readonly other: Person
}

export type InnodataProbe = Probe<Operations, People>

export const checksOf = checksOfAny<Operations, People>

/** The challenge of every refusal (IN-44). */
export const basicChallenge: DocumentedChallenge = {
  scheme: 'Basic',
  parameters: { realm: ['api'], charset: ['UTF-8'] },
}

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Someone nobody knows yet. */
export function stranger(): Person & { readonly name: string } {
  return { name: 'Lin', email: `lin-${randomUUID()}@example.com`, password: 'a-password-of-some-length' }
}

/** Makes an activated user whose teams no other check touches; both keys. */
export async function ownKeys(probe: InnodataProbe): Promise<{ live: string; test: string }> {
  const { email, password } = stranger()
  await probe.hooks.createAccount?.({ email, password })
  return keysOf(probe, { email, password })
}

/** Logs in and makes a request of the test key, whose data is gone the next day (IN-65). */
export async function onTrial(probe: InnodataProbe, person: Person = probe.people.ordinary): Promise<Sent> {
  return withKey((await keysOf(probe, person)).test)
}

/** The name of a team that nobody has. */
export function teamName(): string {
  return `Team ${freshWord()}`
}

/** The body of a login. */
export function loginOf({ email, password }: Person): Sent {
  return { json: { authentication_method: 'password', username: email, password } }
}

/** Logs in; both keys of the user. */
export async function keysOf({ send }: InnodataProbe, person: Person): Promise<{ live: string; test: string }> {
  const { body } = await send('login', 200, loginOf(person))
  const { live, test } = body.response.api_keys
  return { live: live ?? '', test: test ?? '' }
}

/** A key as the page sends it, with an empty password. */
export function withKey(key: string): Sent {
  return { basic: [key, ''] }
}

/** Logs in and makes a request of the live key. */
export async function asUser(probe: InnodataProbe): Promise<Sent> {
  return withKey((await keysOf(probe, probe.people.ordinary)).live)
}

/** What the link carries in the latest e-mail to someone; empty if it carries nothing. */
export async function linkTo({ hooks }: InnodataProbe, email: string): Promise<string> {
  const message = (await hooks.readMessage?.(email)) ?? ''
  return /https?:\S+[?&]token=([^&\s]+)/.exec(message)?.[1] ?? ''
}
