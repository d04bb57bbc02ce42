import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../full.ts'
import { type Scripted, type ScriptedServer, startScripted } from './scripted-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-command-'))
let server: ScriptedServer
let answer: () => Scripted = () => ({ status: 500 })

beforeAll(async () => {
  server = await startScripted(({ method }) => (method === 'GET' ? { status: 401 } : answer()))
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function start(...args: string[]) {
  const words = ['--conditions=source', resolve('src/cli/main.ts'), 'verify', ...args]
  const child = spawn(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH } })
  const ended = new Promise<number | null>((closed) => void child.on('close', closed))
  const told = Promise.all([ended, text(child.stderr)])
  return { child, told }
}

async function run(...args: string[]) {
  const { child, told } = start(...args)
  const [stdout, [code, stderr]] = await Promise.all([text(child.stdout), told])
  return { code, stdout, stderr }
}

const login = ['khe', '--demo', '--operation', 'createToken', '--fact', 'KH-02']

describe('latchkey verify', () => {
  test('ends with 1 after a deviation, writes its reports whole, and has no colours off a terminal', async () => {
    const files = ['--junit', 'report.xml', '--json', 'report.json', '--html', 'report.html']
    const { code, stdout, stderr } = await run(...login, '--url', server.url, '--bail', ...files)
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain('The server deviates from khe in 1 check\n')
    expect(stdout).not.toContain('\u001b')
    expect(readdirSync(folder).sort()).toEqual(['.latchkey', 'report.html', 'report.json', 'report.xml'])
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      version: 3,
      verdict: 'deviates',
    })
  })

  test('says what would be run with --list', async () => {
    const { code, stdout } = await run(
      'khe',
      '--demo',
      '--url',
      server.url,
      '--operation',
      'api',
      '--fact',
      'KH-69',
      '--list',
    )
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, expect.stringMatching(/^\d+ of \d+ checks$/)])
  })

  test('ends quietly where nobody reads what it says any more', async () => {
    const { child, told } = start('khe', '--list')
    child.stdout.destroy()
    expect(await told).toEqual([141, ''])
  })

  const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['khe', '--url', 'http://127.0.0.1:9'], /^6 inputs are missing:\n {2}people\.ordinary\.email +E-mail address/],
    [['khe'], /^Say which server: --url/],
    [['khe', '--url', 'notaurl'], /^--url must be an address such as \S+; it is "notaurl"\n$/],
    [['khe', '--sandbox', 'notaurl'], /^--sandbox must be an address such as \S+; it is "notaurl"\n$/],
    [
      [...login, '--url', 'http://127.0.0.1:9', '--html', 'gone/report.html'],
      /^--html "gone\/report.html": there is no folder ".*gone"$/m,
    ],
    [[...login, '--timeout', 'soon'], /It must be a number of seconds/],
    [[...login, '--urll', 'x'], /unknown option '--urll'\n\(Did you mean --url\?\)/],
  ]

  test.each(someOf(refused, 3))(
    '%j cannot be done, says why in a line or two, and ends with 2',
    async (args, message) => {
      const { code, stderr, stdout } = await run(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(message)
      expect(stderr).not.toMatch(/^ +at /m)
    },
  )

  test('prints a file to begin with', async () => {
    const { code, stdout } = await run('khe', '--template')
    expect(code).toBe(0)
    expect(stdout).toContain("    password: '' # Password of the attendee")
    expect(stdout).toContain('  # createAccount: Make an account that can log in at once')
  })

  test('tells how far it came when it is interrupted, and ends with 130', async () => {
    answer = () => undefined
    const { child, told } = start('khe', '--demo', '--url', server.url)
    let stdout = ''
    for await (const part of child.stdout) {
      // The plan is printed when the server was reached; the first request then waits for ever.
      if (stdout === '') child.kill('SIGINT')
      stdout += part
    }
    const [code] = await told
    expect(code).toBe(130)
    expect(stdout).toMatch(/\d+ came after the interruption/)
    expect(stdout).toContain('Interrupted; this is how far it came')
  })
})
