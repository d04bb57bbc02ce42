import type { Refusal } from '../../../contract/refusal.ts'
import { refuse } from '../../../contract/refusal-causes.ts'
import type { Context } from '../../../served/api.ts'
import type { Given, NamedClient } from '../claim.ts'
import { wrongLogin } from '../wrong-login.ts'

/** A client that was named has to exist, and to know its secret where one was sent. Its name alone is no secret to guess. */
export async function clientOf(given: Given, { store, address }: Context): Promise<NamedClient | Refusal> {
  const { client, 'client-secret': secret } = given
  if (client === undefined)
    return secret === undefined ? {} : wrongLogin({ is: 'misshapen', expected: 'a request that names its client' })
  if (secret === undefined) return (await store.clients.find(client)) ? { client } : unknownClient(client)
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (await store.clients.authenticate(client, secret)) return { client }
  await store.failures.guessed(address)
  const isKnown = (await store.clients.find(client)) !== undefined
  return isKnown ? wrongLogin({ is: 'wrong-client-secret', client }) : unknownClient(client)
}

function unknownClient(client: string): Refusal {
  return refuse('unknown-client', { finding: { is: 'unknown-client', client } })
}
