import { refuse } from '../../contract/refusal-causes.ts'
import { rotationFinding } from '../../served/fault.ts'
import type { Found, Secret } from '../../store/secrets.ts'
import type { KheContext, KheHandlers } from './handlers.ts'
import { unknownClient } from './refusals.ts'
import { credentials, shown } from './session.ts'

/** `POST /users/token/refresh`: a refresh token buys the next pair, once (KH-16, KH-58); it wants no credential (KH-38). */
export const refreshToken: KheHandlers['refreshToken'] = async ({ body }, context) => {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (!(await store.clients.find(body.client))) return unknownClient(body.client)
  const rotation = await store.families.rotate('refresh-token', body.refresh, {
    accepts: (found) => isOf(found, body),
    successors: (secret) => successors(secret, context),
  })
  if (rotation.result !== 'rotated') {
    if (!rotation.found) await store.failures.guessed(address)
    if (rotation.result === 'replayed' && rotation.revoked)
      context.alarm('a refresh token was replayed; its family is revoked')
    const of = rotation.found?.secret.client === body.client ? 'key' : 'client'
    return refuse('invalid-refresh', { finding: rotationFinding('refresh token', rotation, of) })
  }
  const account = await store.accounts.find(body.key)
  return account ? { status: 200, body: shown(account, rotation.issued) } : refuse('invalid-refresh')
}

/** A refresh token is good for the client and the key it was issued with (KH-59). */
function isOf({ secret }: Found, { client, key }: { readonly client: string; readonly key: string }): boolean {
  return secret.client === client && secret.subject === key
}

/** The login ends when it was to end from the beginning, however often it is refreshed (KH-57). */
function successors({ subject, client, expires }: Secret, context: KheContext) {
  if (subject === undefined || client === undefined || expires === undefined)
    throw new TypeError('A refresh token has a subject, a client and an end')
  return credentials({ subject, client }, expires - context.clock(), context)
}
