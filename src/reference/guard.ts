import { authenticate } from '../server/authenticate.ts'
import type { Step } from '../server/exchange.ts'
import type { Exchange } from './exchange.ts'

/**
 * The step that authenticates, with a limit on guessing: a credential that was never issued counts as a guess
 * against the address it came from. An expired one that a page keeps sending is none.
 */
export const guardedAuthenticate: Step<Exchange> = async (exchange) => {
  if (exchange.operation?.security.length === 0) return undefined
  const { context } = exchange
  const { failures } = context.store
  const retryAfter = failures.waitOfAddress(context.address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const refusal = await authenticate(exchange)
  const { reading } = exchange
  if (refusal && reading && 'fault' in reading && reading.fault === 'unknown') await failures.guessed(context.address)
  return refusal
}
