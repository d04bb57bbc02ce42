import type { Finding } from '../contract/finding.ts'
import type { ApiStore } from '../store/api-store.ts'

/** Why a client was not let in: for those who run the server, since the client is told nothing of it. */
export async function whyNotClient(client: string, { clients }: Pick<ApiStore, 'clients'>): Promise<Finding> {
  return { is: (await clients.find(client)) ? 'wrong-client-secret' : 'unknown-client', client }
}
