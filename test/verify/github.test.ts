import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptedServer, startScripted } from './scripted-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-github-'))
const summary = join(folder, 'summary.md')
let server: ScriptedServer

beforeAll(async () => {
  server = await startScripted(({ method }) => ({ status: method === 'GET' ? 401 : 500 }))
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const actions = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder }
const login = ['khe', '--demo', '--operation', 'createToken', '--fact', 'KH-02', '--bail', '--sarif', 'verify.sarif']

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const words = ['--conditions=source', resolve('src/cli/main.ts'), 'verify', ...args]
  const env = { PATH: process.env.PATH, ...actions }
  return new Promise((ended) => {
    execFile(process.execPath, words, { cwd: folder, env }, (error, stdout, stderr) =>
      ended({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

const commandsIn = (text: string) => text.split('\n').filter((line) => line.trimStart().startsWith('::'))

describe('latchkey verify on GitHub Actions', () => {
  test('lets no answer of a server be read as a command, then annotates and sums up', async () => {
    const { code, stdout } = await run(...login, '--url', server.url)
    const [stop = '', ...others] = commandsIn(stdout)
    const token = /^::stop-commands::([\w-]{36})$/.exec(stop)?.[1]
    const resumed = others.indexOf(`::${token}::`)
    expect([code, token, stdout.startsWith(stop)]).toEqual([1, expect.any(String), true])
    expect(stdout.slice(0, stdout.indexOf(`::${token}::`))).toContain('The server deviates from khe in 1 check\n')
    expect(others.slice(resumed + 1)).toEqual([expect.stringMatching(/^::error title=createToken%3A [^:]+::expected /)])
    expect(readFileSync(summary, 'utf8')).toContain('**The server deviates from khe in 1 check.**')
    expect(JSON.parse(readFileSync(join(folder, 'verify.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' })
  })

  test('annotates that it could not be done', async () => {
    const { code, stdout, stderr } = await run('khe', '--url', server.url)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^6 inputs are missing:\n/)])
    expect(stdout).toMatch(/\n::error title=latchkey verify::6 inputs are missing:%0A.*\n$/)
  })

  test('says nothing to GitHub with --no-github', async () => {
    const { stdout } = await run('khe', '--url', server.url, '--no-github')
    expect(stdout).toBe('')
  })
})
