import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MockJob, MockNews } from './worker.ts'

/** The Prism mocks of all contracts, listening on one port. */
export interface MockServer {
  readonly port: number
  /** Answers what was accepted; false if requests had to be cut off. */
  stop(): Promise<boolean>
}

/** Starts the thread and resolves once it listens; rejects with its own message if it cannot. */
export async function startMock(job: MockJob): Promise<MockServer> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new Worker(new URL(`./worker${ending}`, import.meta.url), { workerData: job })
  const news = await nextNews(worker)
  if (!('port' in news)) {
    await worker.terminate()
    throw 'refused' in news ? refusal(news) : new Error('The mock stopped before it began')
  }
  return {
    port: news.port,
    async stop() {
      const answer = nextNews(worker)
      worker.postMessage('stop')
      const last = await answer
      await worker.terminate()
      return 'answered' in last && last.answered
    },
  }
}

/** An error of the thread as it was named there, since classes do not cross over. */
function refusal({ refused, name }: { readonly refused: string; readonly name: string }): Error {
  return Object.assign(new Error(refused), { name })
}

async function nextNews(worker: Worker): Promise<MockNews> {
  const [news] = (await once(worker, 'message')) as [MockNews]
  return news
}
