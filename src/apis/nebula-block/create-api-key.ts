import { newSecret } from '../../auth/secret.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `POST /api-keys`: a key for the caller's account, shown this once (NB-15, NB-16); answers 200 (NB-17). */
export const createApiKey: NebulaHandlers['createApiKey'] = async ({ body }, { caller, store, random, settings }) => {
  const { name, description = '' } = body
  const most = settings.apiKeysPerAccount
  const issued = await store.secrets.issueWithin(most, {
    kind: 'api-key',
    secret: `ak_${newSecret(random)}`,
    numbered: true,
    subject: caller.id,
    data: { name, description },
  })
  if (!issued) return refuse('limit-reached', { limit: most })
  const data = { id: Number(issued.secret.id), key: issued.plain, name, description }
  return {
    status: 200,

    body: succeeded('API key successfully created', data),
  }
}
