import { refuse } from '../../contract/refusal-causes.ts'
import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `DELETE /api-keys/{id}`: ends the caller's key at once (NB-19); another's is as unknown as none (NB-37). */
export const deleteApiKey: NebulaHandlers['deleteApiKey'] = async ({ path }, { caller, store }) => {
  const deleted = await store.secrets.revokeById('api-key', String(path.id), caller.id)
  if (!deleted) return refuse('unknown-key')
  return { status: 200, body: succeeded('API key successfully deleted', {}) }
}
