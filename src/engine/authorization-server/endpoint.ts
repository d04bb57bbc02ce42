import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import { Refused } from './refused.ts'

/** Answers the requests of one endpoint; throws {@link Refused} for those that it refuses. */
export type Endpoint = (request: ErasedRequest, context: Context) => Reply | Refusal | Promise<Reply | Refusal>

/** An endpoint as a handler: what it refuses is an answer. */
export function answering(endpoint: Endpoint): Endpoint {
  return async (request, context) => {
    try {
      return await endpoint(request, context)
    } catch (error) {
      if (error instanceof Refused) return error.reply
      throw error
    }
  }
}

/** The same for an endpoint where secrets can be guessed: an address that guessed too often has to wait. */
export function guarded(endpoint: Endpoint): Endpoint {
  return answering((request, context) => {
    const retryAfter = context.store.failures.waitOfAddress(context.address)
    return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : endpoint(request, context)
  })
}
