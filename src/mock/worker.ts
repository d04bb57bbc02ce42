import { enableCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { pino } from 'pino'
import type { Limits } from '../net/limits.ts'
import { listen } from '../net/listen.ts'
import type { MockedContract } from './front.ts'

// Before anything else is loaded: each thread has a cache of its own.
enableCompileCache()
const { createFront } = await import('./front.ts')

/** What the thread is sent first. */
export interface MockJob {
  readonly contracts: readonly MockedContract[]
  readonly hosts: readonly string[]
  readonly port: number
  readonly host: string
  /** What goes to the log on stderr, as pino has it. */
  readonly logLevel: string
  readonly limits?: Limits
}

/** What it is sent later: to stop, or a contract that has changed. */
export type MockOrder = 'stop' | { readonly replace: MockedContract }

/** What the thread says: that it listens, that it cannot, or that it stopped and whether it answered everyone. */
export type MockNews =
  | { readonly port: number }
  | { readonly refused: string; readonly name: string }
  | { readonly answered: boolean }

/** All mocks in one thread beside the server's own, so that loading Prism holds nobody up. */
async function work({ contracts, hosts, port, host, logLevel, limits }: MockJob): Promise<void> {
  const log = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }))
  const front = createFront(contracts, hosts, log)
  const listening = await listen((request, response) => void front.handle(request, response), port, host, limits)
  let isStopping = false
  parentPort?.on('message', async (order: MockOrder) => {
    if (order !== 'stop') return front.replace(order.replace)
    isStopping = true
    tell({ answered: await listening.stop() })
  })
  tell({ port: listening.port })
  await sleep(idleBefore, undefined, { ref: false })
  await front.prepare(() => isStopping)
}

/** Milliseconds before Prism is loaded unasked. That takes this thread a second, in which a stop would have to wait. */
const idleBefore = 10_000

function tell(news: MockNews): void {
  parentPort?.postMessage(news)
}

parentPort?.once('message', (job: MockJob) =>
  work(job).catch((error: unknown) => {
    const { message, name } = error instanceof Error ? error : new Error(String(error))
    tell({ refused: message, name })
  }),
)
