import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { credits, nebulaToken } from '../attacks/nebula-block.ts'
import { placeOf } from '../attacks/place.ts'
import { clearUp, newFolder, start } from './child.ts'

afterAll(clearUp)

/** A fault in nobody's hands, which a signal sets off. */
const fault = "process.on('SIGUSR2', () => void Promise.reject(new Error('a fault in nobody’s hands')))"

test('LG08: a fault that nobody caught ends it, is said on the way out, and leaves the store whole', {
  tags: 'full',
}, async () => {
  const data = ['--data', join(newFolder(), 'data.db')]
  const first = await start(data, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` })
  const bearer = await nebulaToken(placeOf(first, ''))
  const { code, stderr } = await first.stop('SIGUSR2')
  expect([code, stderr]).toEqual([1, expect.stringContaining('a fault in nobody’s hands')])
  const second = await start(data)
  expect((await placeOf(second, '').send('GET', credits, { bearer })).status).toBe(200)
  expect((await second.stop()).code).toBe(0)
})
