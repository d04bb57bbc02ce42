import type { Logger } from 'pino'
import type { Refusal } from '../contract/refusal.ts'
import { HandlerFailure } from '../engine/handler-failure.ts'
import { applyFaults } from '../faults/apply-faults.ts'
import type { Outcome } from '../server/exchange.ts'
import type { Pipeline } from '../server/pipeline.ts'
import { findOperation, handle, keepOrigins, readBody, refuseRepeatedFields, validate } from '../server/steps.ts'
import { StoreUnavailable } from '../store/database.ts'
import type { Arrived, Exchange } from './exchange.ts'
import { guardedAuthenticate } from './guard.ts'
import { logRequest, recordTraffic } from './observe.ts'

/** The control API answers no foreign page, not even one that sends a browser there (SB-15). */
function keepForeignPagesOut({ api, isForeign }: Arrived): Outcome | undefined {
  return isForeign && api.definition.commands ? { refusal: 'origin' } : undefined
}

/** What can end a request before it has an effect: none of it needs a world but for its settings. */
const gate = [findOperation, keepOrigins, keepForeignPagesOut, refuseRepeatedFields] as const

export function passGate(exchange: Arrived): Outcome | undefined {
  for (const step of gate) {
    const outcome = step(exchange)
    if (outcome) return outcome
  }
  return undefined
}

/** The pipeline of every request to an API of the reference server. */
export function pipelineOf(log: Logger): Pipeline<Exchange> {
  return {
    ...observing(log),
    steps: [...gate, applyFaults, guardedAuthenticate, readBody, validate, handle],
    amend: ({ amendments }, reply) => amendments.reduce((amending, amend) => amend(amending), reply),
  }
}

/** The pipeline of a request that did not pass the gate of a world that does not exist. */
export function ending(outcome: Outcome, log: Logger): Pipeline<Arrived> {
  return { ...observing(log), steps: [() => outcome] }
}

function observing(log: Logger): Omit<Pipeline<Arrived>, 'steps'> {
  return {
    log,
    failure: (error) => failure(error, log),
    observe(exchange, outcome, answer) {
      recordTraffic(exchange, outcome, answer)
      logRequest(exchange, outcome, answer?.status, log)
    },
  }
}

/** What the caller cannot help: the store is out of reach, or we have a fault. The details are for the log alone. */
export function failure(error: unknown, log: Logger): Refusal {
  if (error instanceof StoreUnavailable) {
    log.error({ err: error }, 'the store cannot serve')
    return { refusal: 'unavailable', retryAfter: 1 }
  }
  if (error instanceof HandlerFailure) {
    const { operation, at, message, cause } = error
    log.error({ operation, at, ...(cause !== undefined && { err: cause }) }, `the handler ${message}`)
    return { refusal: 'unexpected', finding: { is: 'handler-failed', operation, at, how: message } }
  }
  log.error({ err: error }, 'unexpected failure')
  return { refusal: 'unexpected' }
}
