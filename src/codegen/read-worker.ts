import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ReadingNews } from './contract-files.ts'
import type { ReadJob } from './read-contract.ts'
import type { ReadThreadNews } from './read-thread.ts'

// Before the parsers are loaded: each thread has a cache of its own.
enableCompileCache()
const { readContractFile } = await import('./read-contract.ts')

const tell = (news: ReadThreadNews) => parentPort?.postMessage(news)
const reading = readContractFile(workerData as ReadJob, (news: ReadingNews) => tell({ reading: news }))
await reading.then(
  (read) => tell({ read }),
  ({ name, message, stack = '', sources }: Error & { readonly sources?: readonly string[] }) =>
    tell({ refused: { name, message, stack, sources: sources ?? [] } }),
)
