import { Worker } from 'node:worker_threads'
import type { ReadingNews } from './contract-files.ts'
import { InvalidContract } from './invalid-contract.ts'
import type { ContractRead, ReadJob } from './read-contract.ts'

/** What the thread says of one of its jobs. */
export type ReadThreadNews = { readonly job: number } & (
  | { readonly reading: ReadingNews }
  | { readonly read: ContractRead }
  | { readonly refused: Refused }
)

const unknown = { name: 'Error', stack: '', sources: [] }

interface Refused {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly sources: readonly string[]
}

/** Room for chains of 30,000 references, which Redocly follows by calling itself. */
const stackSizeMb = 256

/**
 * Reads contracts in a thread of its own, one after the other: a start loads the server meanwhile, and a running server
 * answers. Each one that cannot be served rejects with an InvalidContract, whose sources are what was read until then.
 */
export function readInThread(
  jobs: readonly ReadJob[],
  tell: (job: ReadJob, news: ReadingNews) => void = () => {},
): readonly Promise<ContractRead>[] {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new Worker(new URL(`./read-worker${ending}`, import.meta.url), {
    workerData: jobs,
    resourceLimits: { stackSizeMb },
  })
  const reads = jobs.map((job) => ({ job, ...Promise.withResolvers<ContractRead>() }))
  const refuseAll = (error: Error) => {
    for (const { job, reject } of reads) reject(errorOf(job, { ...unknown, message: error.message }))
  }
  worker.on('error', refuseAll).on('exit', () => refuseAll(new Error('the thread that reads it stopped')))
  worker.on('message', (news: ReadThreadNews) => {
    const read = reads[news.job]
    if (!read) return
    if ('reading' in news) tell(read.job, news.reading)
    else if ('read' in news) read.resolve(news.read)
    else read.reject(errorOf(read.job, news.refused))
  })
  const all = reads.map(({ promise }) => promise)
  void Promise.allSettled(all).then(() => worker.terminate())
  return all
}

/** Whatever else a contract leads to is a fault of ours, but the user sees one line as of any other. */
function errorOf({ file }: ReadJob, { name, message, stack, sources }: Refused): Error {
  const isOurs = name !== 'InvalidContract'
  const lines = isOurs
    ? [`${file} cannot be read because of an error in Latchkey (${message}); please report it with this contract`]
    : message.split('\n')
  return Object.assign(new InvalidContract(lines, isOurs ? stack : undefined), { sources })
}
