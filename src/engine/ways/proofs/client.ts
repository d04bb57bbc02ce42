import type { Refusal } from '../../../contract/refusal.ts'
import { refuse } from '../../../contract/refusal-causes.ts'
import type { Context } from '../../../served/api.ts'
import { knownClient } from '../../known-client.ts'
import type { Given, NamedClient } from '../claim.ts'
import { wrongLogin } from '../wrong-login.ts'

/** A client that was named has to exist, and to know its secret where one was sent. Its name alone is no secret to guess. */
export async function clientOf(given: Given, context: Context): Promise<NamedClient | Refusal> {
  const { store, address } = context
  const { client, 'client-secret': secret } = given
  if (client === undefined)
    return secret === undefined ? {} : wrongLogin({ is: 'misshapen', expected: 'a request that names its client' })
  if (secret === undefined) return (await store.clients.find(client)) ? { client } : unknownClient(client)
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const known = await knownClient(client, secret, context)
  if ('client' in known) return { client }
  return known.finding.is === 'unknown-client' ? unknownClient(client) : wrongLogin(known.finding)
}

function unknownClient(client: string): Refusal {
  return refuse('unknown-client', { finding: { is: 'unknown-client', client } })
}
