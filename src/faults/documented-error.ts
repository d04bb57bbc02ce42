import { documentedResponse } from '../contract/contract.ts'
import type { Reply } from '../contract/handler.ts'
import { type Refusal, type RefusalKind, refusalStatus } from '../contract/refusal.ts'
import type { Outcome } from '../server/exchange.ts'
import type { FaultyExchange } from './faulty-exchange.ts'

/**
 * A documented error of the operation. Those that carry what only the server knows, a challenge or a wait, are refusals
 * as it makes them itself; the others are the examples of the contract.
 */
export function documentedError(exchange: FaultyExchange, status: number): Outcome {
  return refusalOf(exchange, status) ?? worded(exchange, status) ?? exampleOf(exchange, status)
}

function refusalOf(exchange: FaultyExchange, status: number): Refusal | undefined {
  const { operation, api } = exchange
  switch (status) {
    case 401: {
      const [name] = operation?.security.flatMap((alternative) => Object.keys(alternative)) ?? []
      const scheme = name === undefined ? undefined : api.definition.schemes[name]
      return scheme
        ? { refusal: 'unauthenticated', challenge: scheme.challenge, fault: 'unknown' }
        : { refusal: 'wrong-login' }
    }
    case 413:
      return { refusal: 'too-large', limit: api.bodyLimit }
    case 415:
      return { refusal: 'media-type', accept: Object.keys(operation?.requestBody?.content ?? {}) }
    case 429:
      return { refusal: 'throttled', retryAfter: documentedWait(exchange, status) }
    case 503:
      return { refusal: 'unavailable', retryAfter: documentedWait(exchange, status) }
    default:
      return undefined
  }
}

/** Seconds; a documented moment is long past. */
function documentedWait({ operation }: FaultyExchange, status: number): number {
  const wait = Number(operation && documentedResponse(operation, status)?.headers['Retry-After']?.example)
  return wait > 0 ? Math.ceil(wait) : 1
}

/** In the words of the contract, where the API has them for every refusal. */
function worded({ operation, api, random }: FaultyExchange, status: number): Reply | undefined {
  const words = api.definition.form.documented?.(refusalWith(status), status, operation, random)
  if (!words) return undefined
  const { mediaType, body, headers } = words
  return { status, headers: { ...headers, ...(mediaType && { 'Content-Type': mediaType }) }, body, asIs: true }
}

type Plain = Extract<RefusalKind, 'forbidden' | 'not-found' | 'conflict' | 'unexpected' | 'not-implemented'>

const plain: readonly Plain[] = ['forbidden', 'not-found', 'conflict', 'not-implemented']

/** The refusal that a status stands for. */
function refusalWith(status: number): Refusal {
  if (status === 400 || status === 422)
    return {
      refusal: 'invalid',
      violations: [{ in: 'body', path: [], keyword: 'fault', message: 'was refused by a fault' }],
    }
  return { refusal: plain.find((kind) => refusalStatus[kind] === status) ?? 'unexpected' }
}

function exampleOf({ operation, api, random }: FaultyExchange, status: number): Reply {
  const { headers = {}, content = {} } = operation?.responses.get(String(status)) ?? {}
  const required = Object.entries(headers).filter(([, header]) => header.required === true)
  const [media] = Object.values(content)
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value
  const { renew } = api.definition.form
  return {
    status,
    headers: Object.fromEntries(required.map(([name, header]) => [name, String(header.example)])),
    ...(media && { body: renew ? renew(example, random) : example }),
  }
}
