import type { Logger } from 'pino'
import type { Refusal } from '../contract/refusal.ts'
import type { Pipeline } from '../server/pipeline.ts'
import { findOperation, handle, keepOrigins, readBody, validate } from '../server/steps.ts'
import { StoreUnavailable } from '../store/database.ts'
import type { Exchange } from './exchange.ts'
import { applyFaults } from './faults.ts'
import { guardedAuthenticate } from './guard.ts'
import { logRequest, recordTraffic } from './observe.ts'

/** The pipeline of every request to an API of the reference server. */
export function pipelineOf(log: Logger): Pipeline<Exchange> {
  return {
    steps: [findOperation, keepOrigins, applyFaults, guardedAuthenticate, readBody, validate, handle],
    log,
    failure: (error) => failure(error, log),
    amend: ({ amendments }, reply) => amendments.reduce((amending, amend) => amend(amending), reply),
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
  log.error({ err: error }, 'unexpected failure')
  return { refusal: 'unexpected' }
}
