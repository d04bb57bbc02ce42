import { expect, test } from 'vitest'
import { busy, WorkQueue } from './work-queue.ts'

const patient = { slots: 2, waiting: 2, longestWait: 60_000 }

/** Work that begins, is seen to run, and ends when it is told to. */
function job<Result>(result: Result) {
  const begun = Promise.withResolvers<void>()
  const told = Promise.withResolvers<Result>()
  let running = false
  const work = async () => {
    running = true
    begun.resolve()
    return told.promise.finally(() => {
      running = false
    })
  }
  return {
    work,
    begun: begun.promise,
    isRunning: () => running,
    end: () => told.resolve(result),
    fail: (error: Error) => told.reject(error),
  }
}

test('work runs at once and gives its result', async () => {
  expect(await new WorkQueue(patient).run(async () => 'done')).toBe('done')
})

test('as many run as there are slots, the next ones wait, and the one after them is turned away at once', async () => {
  const queue = new WorkQueue(patient)
  const jobs = ['a', 'b', 'c', 'd'].map(job)

  const results = jobs.map(({ work }) => queue.run(work))
  await Promise.all([jobs[0]?.begun, jobs[1]?.begun])

  expect(jobs.map(({ isRunning }) => isRunning())).toEqual([true, true, false, false])
  expect(await queue.run(async () => 'one too many')).toBe(busy)
  for (const { end } of jobs) end()
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd'])
})

test('a slot is handed to whoever waited longest', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1 })
  const [first, second, third] = [job(1), job(2), job(3)]
  const results = [first, second, third].map(({ work }) => queue.run(work))

  first.end()
  await second.begun

  expect([first, second, third].map(({ isRunning }) => isRunning())).toEqual([false, true, false])
  second.end()
  await third.begun
  third.end()
  expect(await Promise.all(results)).toEqual([1, 2, 3])
})

test('a slot that was handed over is taken: whoever comes later waits', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1 })
  const [first, waiting, late] = [job(1), job(2), job(3)]
  const results = [queue.run(first.work), queue.run(waiting.work)]
  first.end()
  await waiting.begun

  results.push(queue.run(late.work))
  await results[0]

  expect([waiting, late].map(({ isRunning }) => isRunning())).toEqual([true, false])
  waiting.end()
  late.end()
  expect(await Promise.all(results)).toEqual([1, 2, 3])
})

test('whoever waited too long is turned away, and the queue has room again', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 1, longestWait: 5 })
  const long = job('long')
  const result = queue.run(long.work)

  expect(await queue.run(async () => 'never run')).toBe(busy)

  const waiting = queue.run(async () => 'run')
  long.end()
  expect(await Promise.all([result, waiting])).toEqual(['long', 'run'])
})

test('the one that was turned away never runs', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 1, longestWait: 5 })
  const long = job('long')
  const impatient = job('impatient')
  const result = queue.run(long.work)

  await queue.run(impatient.work)
  long.end()
  await result
  await queue.run(async () => 'the slot is free')

  expect(impatient.isRunning()).toBe(false)
})

test('work that fails says so and frees its slot', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 0 })

  await expect(queue.run(async () => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError)

  expect(await queue.run(async () => 'done')).toBe('done')
})

test('work that fails before its first promise frees its slot too', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 0 })
  const thrown = () => {
    throw new RangeError('broken')
  }

  await expect(queue.run(thrown)).rejects.toThrow(RangeError)

  expect(await queue.run(async () => 'done')).toBe('done')
})

test('work that fails hands its slot to the one that waits', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1 })
  const failing = job('never')
  const results = [queue.run(failing.work), queue.run(async () => 'next')]

  failing.fail(new RangeError('broken'))

  expect(await Promise.allSettled(results)).toMatchObject([{ status: 'rejected' }, { value: 'next' }])
})

test('of a flood no more than the slots ever run, and all others wait or are turned away', async () => {
  const queue = new WorkQueue({ slots: 3, waiting: 5, longestWait: 60_000 })
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
    return 'done'
  }

  const results = await Promise.all(Array.from({ length: 100 }, () => queue.run(work)))

  expect(most).toBe(3)
  expect(results.filter((result) => result === 'done')).toHaveLength(8)
  expect(results.filter((result) => result === busy)).toHaveLength(92)
})
