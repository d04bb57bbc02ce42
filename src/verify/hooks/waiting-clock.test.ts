import { expect, test } from 'vitest'
import { WaitsTooLong, waitingClock } from './waiting-clock.ts'

test('lets the time pass, up to the seconds it has', async () => {
  const advance = waitingClock(0.1)
  const before = performance.now()
  await advance(0.06)
  expect(performance.now() - before).toBeGreaterThanOrEqual(60)
  await expect(advance(0.05)).rejects.toThrow(new WaitsTooLong(0.11))
  await advance(0.04)
})

test('stops waiting when the run is interrupted', async () => {
  await expect(waitingClock(60, AbortSignal.abort())(60)).rejects.toThrow('aborted')
})
