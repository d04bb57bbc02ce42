import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Derived, GenerateOptions, GenerationTarget } from './derive.ts'
import { InvalidContract } from './invalid-contract.ts'

/** What the thread is given. */
export interface DeepJob {
  readonly target: GenerationTarget
  readonly options: GenerateOptions
}

/** What it answers; a contract that cannot be understood has sources. */
export type DeepNews =
  | { readonly derived: Derived }
  | { readonly message: string; readonly sources?: readonly string[] }

/** Room for chains of 30,000 references, which Redocly follows by calling itself. */
const stackSizeMb = 256

/** Derives the files of a contract in a thread with a large stack. */
export async function deriveDeeply(job: DeepJob): Promise<Derived> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new Worker(new URL(`./deep-worker${ending}`, import.meta.url), {
    workerData: job,
    resourceLimits: { stackSizeMb },
  })
  const [news] = (await once(worker, 'message')) as [DeepNews]
  await worker.terminate()
  if ('derived' in news) return news.derived
  if (news.sources === undefined) throw new Error(news.message)
  const error = new InvalidContract(news.message.split('\n'))
  error.sources = news.sources
  throw error
}
