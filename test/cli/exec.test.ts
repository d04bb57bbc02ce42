import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createWorld, startLatchkey } from 'latchkey/testing'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-exec-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly error: string
}

function latchkey(...words: readonly string[]): Promise<Ended> {
  const line = ['--conditions=source', resolve('src/cli/main.ts'), ...words]
  return new Promise((done) => {
    execFile(process.execPath, line, { cwd: folder, env: { PATH: process.env.PATH } }, (error, out, text) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, error: text }),
    )
  })
}

const asking = `
  const { LATCHKEY_URL: url, LATCHKEY_MOCK_URL: mock } = process.env
  const ready = await fetch(url + '/readyz')
  const refused = await fetch(url + '/khe/v1.0/users')
  const mocked = await fetch(mock + '/khe/v1.0/users', { headers: { Authorization: 'Basic YTpi' } })
  console.log(ready.status, refused.status, mocked.status, process.argv[1])
  process.exit(3)
`

test('a command finds a server that is ready, and what it ends with is passed on', async () => {
  const script = [process.execPath, '--input-type=module', '-e', asking, '--', '--port']
  const { code, out, error } = await latchkey('exec', 'khe', '--', ...script)
  expect([code, out, error]).toEqual([3, '200 401 200 --port\n', ''])
  // Nothing is left in the folder of the project.
  expect(readdirSync(folder)).toEqual([])
})

test('a command that cannot be run is named, and the server ends', async () => {
  const { code, error } = await latchkey('exec', 'khe', '--', 'no-such-program')
  expect([code, error]).toEqual([2, expect.stringContaining('"no-such-program" cannot be run')])
})

test('a server in the test process has worlds, and is gone when it is stopped', async () => {
  const server = await startLatchkey({ apis: ['khe'] })
  const world = await createWorld({ url: server.url })
  expect(world.apis).toEqual(['khe'])
  expect((await fetch(`${world.baseUrl('khe')}/users`)).status).toBe(401)
  await server.stop()
  await expect(fetch(`${server.url}/readyz`)).rejects.toThrow('fetch failed')
})
