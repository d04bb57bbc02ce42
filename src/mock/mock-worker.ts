import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ContractDocument } from '../contract/document.ts'
import type { MockAnswer, MockQuestion } from './mock-thread.ts'

// Before Prism is loaded: each thread has a cache of its own.
enableCompileCache()
const { createMock } = await import('./prism.ts')
const mock = createMock(workerData as ContractDocument)

const tell = (answer: MockAnswer) => parentPort?.postMessage(answer)
parentPort?.on('message', ({ number, request }: MockQuestion) => {
  mock.answer(request).then(
    (reply) => tell({ number, reply }),
    (error: unknown) =>
      tell({ number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
