import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `GET /api-keys`: the live keys without the keys themselves (NB-16, NB-18). */
export const listApiKeys: NebulaHandlers['listApiKeys'] = async (_request, { caller, store }) => {
  const keys = await store.secrets.list('api-key', caller.id)
  const data = keys.map(({ id, data: { name, description } }) => ({
    id: Number(id),
    name: String(name),
    description: String(description),
    partial_key_data: 'ak_...' as const,
  }))
  return { status: 200, body: succeeded('API keys successfully retrieved', data) }
}
