import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { basePathOf } from './base-paths.ts'

const run = promisify(execFile)

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** What each example prints. */
const prints: Readonly<Record<string, string>> = {
  innodata: 'Ada has the test teams: Reviewers\n',
  khe: '2 users; the first is ada@example.com\nLogged out\n',
  'nebula-block': 'The balance is 12.50\nThe key named "example" works: 12.50\n',
  'numbers-station':
    'Ada is USER of acme, by cookie\nAda is USER of acme, by token\nThe browser goes to http://localhost:PORT/numbers-station/api/v1/login/session/oauth\n',
  tag: 'A code was sent to ada@example.com\n3 delegates\n',
}

test('every example is known', () => {
  const programs = readdirSync('examples').filter((name) => name.endsWith('.ts'))
  expect(programs.sort()).toEqual(Object.keys(prints).map((api) => `${api}.ts`))
})

test.each(someOf(Object.entries(prints), 2))('the example of %s runs against the sandbox', async (api, text) => {
  const address = `http://localhost:${server.port}/${api}${basePathOf(api)}`
  const { stdout, stderr } = await run('node', ['--conditions=source', `examples/${api}.ts`, address])

  expect({ stdout, stderr }).toEqual({ stdout: text.replace('PORT', String(server.port)), stderr: '' })
})

test.each(someOf(Object.keys(prints), 1))('the example of %s says in a line that no server is there', async (api) => {
  const gone = await startTestServer()
  await gone.stop()
  const address = `http://localhost:${gone.port}/${api}${basePathOf(api)}`
  await expect(run('node', ['--conditions=source', `examples/${api}.ts`, address])).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `fetch failed; does a server listen at ${address}? "latchkey start" starts one\n`,
  })
})
