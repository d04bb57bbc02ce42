import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { someOf } from '../full.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-codes-'))
const file = join(folder, 'broken.yaml')
writeFileSync(
  file,
  'openapi: 3.1.0\ninfo: { title: Tea }\npaths: { /tea: { get: { responses: { 200: { $ref: "#/nowhere" } } } } }\n',
)

afterAll(() => rmSync(folder, { recursive: true }))

function codeOf(...args: string[]): Promise<number> {
  const words = ['--conditions=source', resolve('src/cli/main.ts'), ...args]
  return new Promise((settle) => {
    execFile(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH } }, (error) =>
      settle(error ? Number(error.code) : 0),
    )
  })
}

const commands = ['start', 'exec', 'init', 'verify', 'prove', 'generate', 'lint', 'stub', 'docs', 'changes']

test('the table lists every command that there is', () => {
  const source = readFileSync('src/cli/program.ts', 'utf8')
  const known = [...source.matchAll(/addCommand\((\w+)Command\(/g)].map(([, name]) => name)
  expect(known).toEqual(commands)
})

test.each(someOf(commands, 2))('%s ends with 2 for an option that there is not', async (command) => {
  expect(await codeOf(command, '--no-such-option')).toBe(2)
})

const cases: [code: number, args: string[]][] = [
  [2, ['no-such-command']],
  [0, ['--version']],
  [2, ['verify', 'khe']],
  [2, ['prove', 'khe']],
  [2, ['lint']],
  [1, ['lint', file]],
  [2, ['generate', '--watch', '--check']],
  [2, ['generate', file]],
  [1, ['generate', file, '--out', join(folder, 'out')]],
  [2, ['stub', 'no-such-api', join(folder, 'stub')]],
  [2, ['start', 'no-such-api', '--data', ':memory:']],
  [2, ['init', 'khe']],
  [2, ['exec', 'khe']],
  [2, ['exec', 'khe', '--', 'no-such-program']],
  [2, ['exec', '--data', 'postgres://localhost/x', 'khe', '--', 'true']],
  [7, ['exec', 'khe', '--', process.execPath, '-e', 'process.exit(7)']],
]

test.each(someOf(cases, 4))('ends with %i: %j', async (code, args) => {
  expect(await codeOf(...args)).toBe(code)
})
