import { parentPort, workerData } from 'node:worker_threads'
import type { DeepJob, DeepNews } from './deep-thread.ts'
import { derive } from './derive.ts'
import { InvalidContract } from './invalid-contract.ts'

const { target, options } = workerData as DeepJob
const news: DeepNews = await derive(target, options).then(
  (derived) => ({ derived }),
  (error: Error) => ({
    message: error.message,
    ...(error instanceof InvalidContract && { sources: error.sources }),
  }),
)
parentPort?.postMessage(news)
