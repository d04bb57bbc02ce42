import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ReadJob } from './read-contract.ts'
import type { ReadThreadNews } from './read-thread.ts'

// Before the parsers are loaded: each thread has a cache of its own.
enableCompileCache()
const { readContractFile } = await import('./read-contract.ts')

const tell = (news: ReadThreadNews) => parentPort?.postMessage(news)
for (const [job, each] of (workerData as readonly ReadJob[]).entries())
  await readContractFile(each, (reading) => tell({ job, reading })).then(
    (read) => tell({ job, read }),
    ({ name, message, stack = '', sources = [] }: Error & { readonly sources?: readonly string[] }) =>
      tell({ job, refused: { name, message, stack, sources } }),
  )
