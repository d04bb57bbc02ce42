import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MockedContract } from './front.ts'
import type { MockJob, MockNews, MockOrder } from './worker.ts'

/** The Prism mocks of all contracts, listening on one port. */
interface MockServer {
  readonly port: number
  /** Mocks a contract that has changed in the place of the one with its id. */
  replace(contract: MockedContract): void
  /** Answers what was accepted; false if requests had to be cut off. */
  stop(): Promise<boolean>
}

/** A thread that waits for its contracts. */
export interface MockThread {
  /** Resolves once the mocks listen; rejects with the thread's own message if they cannot. */
  serve(job: MockJob): Promise<MockServer>
}

/** Starts the thread at once, so that it loads while the contracts are read. */
export function openMockThread(): MockThread {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new Worker(new URL(`./worker${ending}`, import.meta.url))
  return {
    async serve(job) {
      worker.postMessage(job)
      const news = await nextNews(worker)
      if ('port' in news)
        return {
          port: news.port,
          replace: (contract) => order(worker, { replace: contract }),
          stop: () => stop(worker),
        }
      await worker.terminate()
      throw 'refused' in news ? refusal(news) : new Error('The mock stopped before it began')
    },
  }
}

function order(worker: Worker, what: MockOrder): void {
  worker.postMessage(what)
}

async function stop(worker: Worker): Promise<boolean> {
  const answer = nextNews(worker)
  order(worker, 'stop')
  const last = await answer
  await worker.terminate()
  return 'answered' in last && last.answered
}

/** An error of the thread as it was named there, since classes do not cross over. */
function refusal({ refused, name }: { readonly refused: string; readonly name: string }): Error {
  return Object.assign(new Error(refused), { name })
}

async function nextNews(worker: Worker): Promise<MockNews> {
  const [news] = (await once(worker, 'message')) as [MockNews]
  return news
}
