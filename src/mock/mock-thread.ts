import { Worker } from 'node:worker_threads'
import type { ContractDocument } from '../contract/document.ts'
import type { Mock, MockReply, MockRequest } from './prism.ts'

/** What the thread of one contract is asked. */
export interface MockQuestion {
  readonly number: number
  readonly request: MockRequest
}

/** What it answers; a failure is that of Prism. */
export type MockAnswer = { readonly number: number } & ({ readonly reply: MockReply } | { readonly failure: string })

/**
 * Prism for one contract in a thread of its own, started by the first request: it reads large contracts for many seconds, in
 * which the other mocks answer.
 */
export function createThreadedMock(document: ContractDocument): Mock {
  const waiting = new Map<number, PromiseWithResolvers<MockReply>>()
  let thread: Worker | undefined
  let asked = 0
  let isRetired = false
  const endIfIdle = () => {
    if (isRetired && waiting.size === 0) void thread?.terminate()
  }
  const fail = (error: Error) => {
    thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = () => {
    const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
    const started = new Worker(new URL(`./mock-worker${ending}`, import.meta.url), { workerData: document })
    started.on('error', fail).on('exit', () => fail(new Error('The thread of the mock stopped')))
    started.on('message', (answer: MockAnswer) => {
      const question = waiting.get(answer.number)
      waiting.delete(answer.number)
      if ('reply' in answer) question?.resolve(answer.reply)
      else question?.reject(new Error(answer.failure))
      endIfIdle()
    })
    return started
  }
  return {
    answer(request) {
      thread ??= start()
      const number = ++asked
      const answered = Promise.withResolvers<MockReply>()
      waiting.set(number, answered)
      thread.postMessage({ number, request } satisfies MockQuestion)
      return answered.promise
    },
    prepare: async () => {},
    retire() {
      isRetired = true
      endIfIdle()
    },
  }
}
