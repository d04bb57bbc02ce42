import type { Reply } from '../contract/handler.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Api } from '../served/api.ts'

/** Says in the traffic of what handlers refuse that it was them; the reasons of the server are about something else. */
export function explained(handlers: Api['handlers']): Api['handlers'] {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]): [string, Api['handlers'][string]] => [
      id,
      async (request, context) => withFinding(id, await handler(request, context)),
    ]),
  )
}

function withFinding(operation: string, outcome: Reply | Refusal): Reply | Refusal {
  if (!('refusal' in outcome)) return outcome
  const { refusal } = outcome
  if (refusal !== 'not-found' && refusal !== 'forbidden' && refusal !== 'conflict' && refusal !== 'wrong-login')
    return outcome
  const detail = 'detail' in outcome && outcome.detail !== undefined ? outcome.detail : undefined
  return {
    finding: { is: 'refused-by-handler', operation, refusal, ...(detail !== undefined && { detail }) },
    ...outcome,
  }
}
