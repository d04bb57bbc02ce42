import { expect, test } from 'vitest'
import { busy, WorkQueue } from './work-queue.ts'

const patient = { slots: 2, waiting: 2, waitingPerKey: 2, longestWait: 60_000 }
const here = '192.0.2.1'

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
  expect(await new WorkQueue(patient).run(here, async () => 'done')).toBe('done')
})

test('as many run as there are slots, the next ones wait, and the one after them is turned away at once', async () => {
  const queue = new WorkQueue(patient)
  const jobs = ['a', 'b', 'c', 'd'].map(job)

  const results = jobs.map(({ work }) => queue.run(here, work))
  await Promise.all([jobs[0]?.begun, jobs[1]?.begun])

  expect(jobs.map(({ isRunning }) => isRunning())).toEqual([true, true, false, false])
  expect(await queue.run(here, async () => 'one too many')).toBe(busy)
  for (const { end } of jobs) end()
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd'])
})

test('a slot is handed to whoever waited longest', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1 })
  const [first, second, third] = [job(1), job(2), job(3)]
  const results = [first, second, third].map(({ work }) => queue.run(here, work))

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
  const results = [queue.run(here, first.work), queue.run(here, waiting.work)]
  first.end()
  await waiting.begun

  results.push(queue.run(here, late.work))
  await results[0]

  expect([waiting, late].map(({ isRunning }) => isRunning())).toEqual([true, false])
  waiting.end()
  late.end()
  expect(await Promise.all(results)).toEqual([1, 2, 3])
})

test('whoever waited too long is turned away, and the queue has room again', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 1, longestWait: 5 })
  const long = job('long')
  const result = queue.run(here, long.work)

  expect(await queue.run(here, async () => 'never run')).toBe(busy)

  const waiting = queue.run(here, async () => 'run')
  long.end()
  expect(await Promise.all([result, waiting])).toEqual(['long', 'run'])
})

test('the one that was turned away never runs', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 1, longestWait: 5 })
  const long = job('long')
  const impatient = job('impatient')
  const result = queue.run(here, long.work)

  await queue.run(here, impatient.work)
  long.end()
  await result
  await queue.run(here, async () => 'the slot is free')

  expect(impatient.isRunning()).toBe(false)
})

test('work that fails says so and frees its slot', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 0 })

  await expect(queue.run(here, async () => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError)

  expect(await queue.run(here, async () => 'done')).toBe('done')
})

test('work that fails before its first promise frees its slot too', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1, waiting: 0 })
  const thrown = () => {
    throw new RangeError('broken')
  }

  await expect(queue.run(here, thrown)).rejects.toThrow(RangeError)

  expect(await queue.run(here, async () => 'done')).toBe('done')
})

test('work that fails hands its slot to the one that waits', async () => {
  const queue = new WorkQueue({ ...patient, slots: 1 })
  const failing = job('never')
  const results = [queue.run(here, failing.work), queue.run(here, async () => 'next')]

  failing.fail(new RangeError('broken'))

  expect(await Promise.allSettled(results)).toMatchObject([{ status: 'rejected' }, { value: 'next' }])
})

test('of a flood no more than the slots ever run, and all others wait or are turned away', async () => {
  const queue = new WorkQueue({ ...patient, slots: 3, waiting: 5, waitingPerKey: 5 })
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
    return 'done'
  }

  const results = await Promise.all(Array.from({ length: 100 }, () => queue.run(here, work)))

  expect(most).toBe(3)
  expect(results.filter((result) => result === 'done')).toHaveLength(8)
  expect(results.filter((result) => result === busy)).toHaveLength(92)
})

/** Queues so many jobs under a key behind one that holds the only slot, and tells the order in which they run. */
function crowd(queue: WorkQueue) {
  const order: string[] = []
  const first = job('first')
  const add = (key: string, count = 1) =>
    Array.from({ length: count }, () => queue.run(key, async () => void order.push(key)))
  return { order, add, first: queue.run('first', first.work), begin: () => first.end() }
}

test('behind a thousand jobs of one key, a job of another is the next to run', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 2_000, waitingPerKey: 1_000, longestWait: 60_000 })
  const { order, add, begin } = crowd(queue)
  const results = [...add('flood', 1_000), ...add('other')]

  begin()
  await Promise.all(results)

  expect(order.slice(0, 3)).toEqual(['flood', 'other', 'flood'])
  expect(order).toHaveLength(1_001)
})

test('keys take turns, in the order in which they came', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 20, waitingPerKey: 10, longestWait: 60_000 })
  const { order, add, begin } = crowd(queue)
  const results = [...add('a', 3), ...add('b', 2), ...add('c')]

  begin()
  await Promise.all(results)

  expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'a'])
})

test('a key whose own line is full is turned away, while there is room for others', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 20, waitingPerKey: 2, longestWait: 60_000 })
  const { order, add, begin } = crowd(queue)
  const results = [...add('flood', 5), ...add('other', 2)]

  begin()

  const turnedAway = (await Promise.all(results)).map((result) => result === busy)
  expect(turnedAway).toEqual([false, false, true, true, true, false, false])
  expect(order).toEqual(['flood', 'other', 'flood', 'other'])
})

test('where all lines together are full, the longest makes room for a shorter one, and for none as long', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 4, waitingPerKey: 4, longestWait: 60_000 })
  const { order, add, begin } = crowd(queue)
  const flood = add('flood', 4)
  const others = [...add('a'), ...add('b'), ...add('c'), ...add('d')]

  begin()

  const turnedAway = async (jobs: readonly Promise<unknown>[]) =>
    (await Promise.all(jobs)).map((result) => result === busy)
  expect(await turnedAway(flood)).toEqual([false, true, true, true])
  expect(await turnedAway(others)).toEqual([false, false, false, true])
  expect(order).toEqual(['flood', 'a', 'b', 'c'])
})

test('a queue that has emptied has room for as many again', async () => {
  const queue = new WorkQueue({ slots: 1, waiting: 1_000, waitingPerKey: 1, longestWait: 60_000 })
  for (const round of ['first', 'second']) {
    const { order, add, begin } = crowd(queue)
    const keys = Array.from({ length: 1_000 }, (_, index) => `${round} ${index}`)

    const results = keys.flatMap((key) => add(key))
    expect(await queue.run('one too many', async () => 'never run')).toBe(busy)
    begin()
    await Promise.all(results)

    expect(order).toEqual(keys)
  }
})
