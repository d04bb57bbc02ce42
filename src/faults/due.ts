import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../contract/contract.ts'
import { breakOff } from '../net/break-off.ts'
import type { Dropped, Outcome } from '../server/exchange.ts'
import type { WantedFault } from './faults.ts'
import type { FaultyExchange } from './faulty-exchange.ts'

/** A fault whose turn it may be in this exchange. */
export interface Due {
  readonly fault: WantedFault
  /** Takes one call of it, when it really strikes; false if others took them all. */
  claim(): boolean
}

/** What a fault does to an exchange; undefined lets the request go on. */
export type Act = (
  exchange: FaultyExchange,
  due: Due,
) => Outcome | Dropped | undefined | Promise<Outcome | Dropped | undefined>

/** What a rate limit on an operation is called. */
export function limitName({ api }: FaultyExchange, operation: Operation): string {
  return `${api.definition.id} ${operation.id}`
}

/** Lets a call wait; one whose client does not is over. */
export async function delay(exchange: FaultyExchange, milliseconds: number): Promise<Dropped | undefined> {
  const response = exchange.response.raw
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  try {
    await sleep(milliseconds, undefined, { signal: gone.signal })
    return undefined
  } catch {
    return dropped(exchange)
  } finally {
    response.off('close', leave)
  }
}

/** Ends an exchange by a reset in the middle of its answer. */
export function dropped({ response }: FaultyExchange): Dropped {
  return { dropped: (headers) => breakOff(response.raw, headers) }
}
