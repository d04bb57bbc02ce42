import type { Client } from '../../store/clients.ts'
import { signIn } from '../../store/sign-in.ts'
import type { RequestOf, Traded } from './grant.ts'
import type { TagContext } from './handlers.ts'
import { redemption } from './one-time-passwords.ts'
import { issueFamily } from './tokens.ts'

/** A user by name and password, or by the one-time password sent to that name (RFC 6749, 4.3; TG-06, TG-15). */
export async function password(
  { username, password: typed }: RequestOf<'password'>,
  { id }: Client,
  context: TagContext,
): Traded {
  const signedIn = await signIn(context, {
    login: username,
    password: typed,
    address: context.address,
    alternative: redemption(username, typed, context),
  })
  if ('refusal' in signedIn) return signedIn
  return signedIn.commit(({ secrets }, { id: subject }) => issueFamily(secrets, { client: id, subject }))
}
