import { Worker } from 'node:worker_threads'
import type { ReadingNews } from './contract-files.ts'
import { InvalidContract } from './invalid-contract.ts'
import type { ContractRead, ReadJob } from './read-contract.ts'

/** What the thread says. */
export type ReadThreadNews =
  | { readonly reading: ReadingNews }
  | { readonly read: ContractRead }
  | { readonly refused: Refused }

interface Refused {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly sources: readonly string[]
}

/** Room for chains of 30,000 references, which Redocly follows by calling itself. */
const stackSizeMb = 256

/**
 * Reads a contract in a thread of its own: a start loads the server meanwhile, and a running server answers. Rejects with an
 * InvalidContract, whose sources are what was read until then.
 */
export function readInThread(job: ReadJob, tell: (news: ReadingNews) => void = () => {}): Promise<ContractRead> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new Worker(new URL(`./read-worker${ending}`, import.meta.url), {
    workerData: job,
    resourceLimits: { stackSizeMb },
  })
  return new Promise<ContractRead>((done, refuse) => {
    worker.on('error', refuse).on('exit', () => refuse(new Error('The thread that reads the contract stopped')))
    worker.on('message', (news: ReadThreadNews) => {
      if ('reading' in news) tell(news.reading)
      else if ('read' in news) done(news.read)
      else refuse(errorOf(job, news.refused))
    })
  }).finally(() => worker.terminate())
}

/** Whatever else a contract leads to is a fault of ours, but the user sees one line as of any other. */
function errorOf({ file }: ReadJob, { name, message, stack, sources }: Refused): Error {
  const isOurs = name !== 'InvalidContract'
  const lines = isOurs
    ? [`${file} cannot be read because of an error in Latchkey (${message}); please report it with this contract`]
    : message.split('\n')
  return Object.assign(new InvalidContract(lines, isOurs ? stack : undefined), { sources })
}
