import { signIn } from '../../store/sign-in.ts'
import type { Grant } from './grant.ts'
import { redemption } from './one-time-passwords.ts'
import { refused } from './refusals.ts'
import { issueFamily } from './tokens.ts'

/** A user by name and password, or by the one-time password sent to that name (RFC 6749, 4.3; TG-06, TG-15). */
export const password: Grant = async ({ username, password: typed }, { id }, context) => {
  if (username === undefined || typed === undefined)
    return refused('invalid_request', 'Missing parameters: username and password are required')
  const signedIn = await signIn(context, {
    login: username,
    password: typed,
    address: context.address,
    alternative: redemption(username, typed, context),
  })
  if ('refusal' in signedIn) return signedIn
  return signedIn.commit(({ secrets }, { id: subject }) => issueFamily(secrets, { client: id, subject }))
}
