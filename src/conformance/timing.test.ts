import { expect, test } from 'vitest'
import { Answer } from './answer.ts'
import { Deviation } from './deviation.ts'
import { takeEquallyLong } from './timing.ts'

const answer = new Answer(
  { method: 'POST', url: new URL('http://127.0.0.1/login'), headers: [], body: undefined },
  { status: 401, headers: [], text: '' },
)

/** A server on a clock of its own, where each answer takes what the two say, in milliseconds. */
function serverThatTakes(known: () => number, unknown: () => number) {
  let time = 0
  let requests = 0
  const spend = (milliseconds: () => number) => async () => {
    time += milliseconds()
    requests += 1
    return answer
  }
  const pair = { known: spend(known), unknown: spend(unknown) }
  return { judge: () => takeEquallyLong(pair, () => time), requests: () => requests }
}

/** Noise that repeats itself: between nought and one, the same every time. */
function noise(seed = 1): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

test('a server that finds out about unknown names in 2 ms and about known ones in 30 is caught', async () => {
  await expect(
    serverThatTakes(
      () => 30,
      () => 2,
    ).judge(),
  ).rejects.toThrow(Deviation)
  await expect(
    serverThatTakes(
      () => 2,
      () => 30,
    ).judge(),
  ).rejects.toThrow('medians of 2.0 ms where it is known')
})

test('so it is on a machine that is busy with other things', async () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = noise(seed * 7_919)
    const busy = (own: number) => () => own + 10 * random() + (random() < 0.05 ? 200 : 0)
    await expect(serverThatTakes(busy(30), busy(2)).judge()).rejects.toThrow(Deviation)
  }
})

test('a server that does equal work is not, however uneven its times, and is asked eight pairs', async () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const random = noise(seed * 7_919)
    const time = () => 20 + 40 * random() * random() + (random() < 0.05 ? 200 : 0)
    await serverThatTakes(time, time).judge()
  }
  const even = serverThatTakes(
    () => 25,
    () => 25,
  )
  await even.judge()
  expect(even.requests()).toBe(16)
})

test('a difference that is constant and small against the whole is let pass', async () => {
  await serverThatTakes(
    () => 31,
    () => 30,
  ).judge()
})
