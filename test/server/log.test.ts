import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { credits, nebulaToken } from '../attacks/nebula-block.ts'
import { placeOf } from '../attacks/place.ts'
import { clearUp, newFolder, start } from './child.ts'

afterAll(clearUp)

test('LG06: it goes on serving when nobody takes its log any more', async () => {
  const server = await start(['--data', join(newFolder(), 'data.db'), '--log-level', 'info'])
  const ended = server.ended.catch(() => 'nobody read it to its end')
  server.process.stderr?.destroy()
  const place = placeOf(server, '')
  for (let login = 0; login < 5; login++) expect(await nebulaToken(place)).toMatch(/^ey/)
  server.process.kill('SIGTERM')
  expect(await once(server.process, 'exit')).toEqual([0, null])
  expect(await ended).toBe('nobody read it to its end')
})

/** A fault in nobody's hands, which a signal sets off. */
const fault = "process.on('SIGUSR2', () => void Promise.reject(new Error('a fault in nobody’s hands')))"

test('LG08: a fault that nobody caught ends it, is said on the way out, and leaves the store whole', async () => {
  const data = ['--data', join(newFolder(), 'data.db')]
  const first = await start(data, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` })
  const bearer = await nebulaToken(placeOf(first, ''))
  const { code, stderr } = await first.stop('SIGUSR2')
  expect([code, stderr]).toEqual([1, expect.stringContaining('a fault in nobody’s hands')])
  const second = await start(data)
  expect((await placeOf(second, '').send('GET', credits, { bearer })).status).toBe(200)
  expect((await second.stop()).code).toBe(0)
})
