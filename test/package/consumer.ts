/** What a project does with the package; compiled and bundled there as it stands here. */
import { createApiClient, memoryStorage } from 'latchkey/client'
import { createClient } from 'latchkey/clients/khe'
import type { HandlersFor } from 'latchkey/contract'
import contract from 'latchkey/contracts/khe.json' with { type: 'json' }
import { createWorld } from 'latchkey/testing'

export const khe = createClient({
  baseUrl: `http://localhost/khe${contract.servers[0]?.url ?? ''}`,
  authentication: { way: 'password', client: 'abc123', email: 'grace@example.com', password: 'not-used' },
})

export async function namesOfUsers(): Promise<string[]> {
  const answer = await khe.GET('/users')
  if (answer.status !== 200) throw new Error(`Refused with ${answer.status}`)
  return answer.data.users.map(({ email }) => email)
}

// @ts-expect-error there is no such path
export const nothing = () => khe.GET('/nothing')

export type NoHandlers = HandlersFor<object, Record<never, never>, unknown, object>
export const others = { createApiClient, memoryStorage, createWorld }
