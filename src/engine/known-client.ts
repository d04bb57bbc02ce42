import type { Finding } from '../contract/finding.ts'
import type { Context } from '../served/api.ts'
import { whyNotClient } from '../served/why-not-client.ts'
import type { Client } from '../store/clients.ts'

/** The client of a name and a secret, an empty one for a client that keeps none; else why not, and the guess is counted. */
export async function knownClient(
  id: string,
  secret: string,
  { store, address }: Pick<Context, 'store' | 'address'>,
): Promise<{ readonly client: Client } | { readonly finding: Finding }> {
  const client = await store.clients.authenticate(id, secret)
  if (client) return { client }
  await store.failures.guessed(address)
  return { finding: await whyNotClient(id, store) }
}

/** Client credentials in a body, by their names in RFC 6749, 2.3.1. */
interface ClientInBody {
  readonly client_id?: string | undefined
  readonly client_secret?: string | undefined
}

/** Whether a body has client credentials, too, or names another client than the one that a header names (RFC 6749, 2.3). */
export function authenticatesTwice(inHeader: string, { client_id: id, client_secret: secret }: ClientInBody): boolean {
  return secret !== undefined || (id !== undefined && id !== inHeader)
}
