import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isFull } from '../full.ts'
import { type Block, blocksOf, filledIn, matches, type Values } from './guide.ts'

const guide = blocksOf(await readFile('docs/your-own-api.md', 'utf8'))

let folder: string
let server: ChildProcess | undefined
let printed = ''
let news = Promise.withResolvers<void>()
const values: Values = new Map()
/** The variables that the reader has set in the shell. */
let variables = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  await mkdir(join(folder, 'bin'))
  await mkdir(join(folder, 'node_modules'))
  // The package as it would be installed, and the command that is in it.
  await symlink(resolve('.'), join(folder, 'node_modules', 'latchkey'))
  const command = `#!/bin/sh\nshift 2\nexec '${process.execPath}' --conditions=source '${resolve('src/cli/main.ts')}' "$@"\n`
  await writeFile(join(folder, 'bin', 'npx'), command)
  await chmod(join(folder, 'bin', 'npx'), 0o755)
})

afterAll(async () => {
  await stopped()
  await rm(folder, { recursive: true, force: true })
})

const environment = () => ({
  ...process.env,
  ...{ PATH: `${join(folder, 'bin')}:${process.env.PATH}`, NO_COLOR: '1' },
  ...{ LATCHKEY_PORT: '0', LATCHKEY_MOCK_PORT: '0', LATCHKEY_DATA: ':memory:' },
})

async function stopped(): Promise<void> {
  if (!server || server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

/** Starts the server instead of the one before, and waits until it is ready. */
async function started(line: string): Promise<void> {
  await stopped()
  printed = ''
  server = spawn('sh', ['-c', `exec ${line}`], { cwd: folder, env: environment() })
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (text) => {
      printed += text
      news.resolve()
    })
  server.once('exit', () => news.resolve())
  await printing(/Ctrl\+C stops/)
}

/** Waits until the server has printed that, after what it had printed before. */
async function printing(expected: RegExp, before = 0): Promise<void> {
  while (!expected.test(printed.slice(before)) && server?.exitCode === null) {
    await news.promise
    news = Promise.withResolvers()
  }
  expect(printed.slice(before)).toMatch(expected)
}

/** The address that the server has here, and the one in the guide. */
function addresses(): readonly (readonly [here: string, shown: string])[] {
  const [, port, mockPort] =
    /ready at http:\/\/localhost:(\d+), its mocks at http:\/\/localhost:(\d+)/.exec(printed) ?? []
  return port === undefined
    ? []
    : [
        [`localhost:${port}`, 'localhost:4000'],
        [`localhost:${mockPort}`, 'localhost:4010'],
      ]
}

const here = (text: string) => addresses().reduce((so, [actual, shown]) => so.replaceAll(shown, actual), text)
const shown = (text: string) => addresses().reduce((so, [actual, theirs]) => so.replaceAll(actual, theirs), text)

/** Runs the lines of a block, each as the reader would; what they print. */
async function ran(text: string): Promise<string> {
  const output: string[] = []
  for (const line of filledIn(here(text), values).trim().split('\n')) {
    if (/^npx --no latchkey start/.test(line)) await started(line)
    else if (/^\w+=/.test(line)) variables += `${line}\n`
    // Both commands have tests of their own.
    else if (!isFull && /^npx --no latchkey (docs|stub) /.test(line)) continue
    // Packing Latchkey takes minutes, and is tested with the package.
    else if (/^npx --no latchkey stub /.test(line)) output.push(await shell(`${line} --latchkey 0.1.0`))
    else output.push(await shell(line.replace(/^curl /, 'curl -sS ')))
  }
  return output.join('')
}

function shell(line: string): Promise<string> {
  return new Promise((done, refused) => {
    execFile('bash', ['-c', `${variables}${line}`], { cwd: folder, env: environment() }, (error, out, text) =>
      error ? refused(new Error(`${line}\n${text}`)) : done(out.endsWith('\n') ? out : `${out}\n`),
    )
  })
}

async function written({ file = '', text }: Block): Promise<void> {
  const before = printed.length
  await writeFile(join(folder, file), text)
  if (file !== 'latchkey.config.yaml') return
  await printing(/\n/, before)
  expect(printed.slice(before)).not.toContain('served as before')
}

/** Lines that are printed, in their order; the guide leaves others out. */
function expectLines(lines: readonly string[], text: string): void {
  const all = shown(text).split('\n')
  let at = -1
  for (const line of lines) {
    const next = all.findIndex((each, index) => index > at && matches(line, each, values))
    expect(next, `${line}\nis not in\n${all.slice(at + 1).join('\n')}`).toBeGreaterThan(at)
    at = next
  }
}

test('every line of the guide does what the guide says', { timeout: 300_000 }, async () => {
  let output = ''
  for (const block of guide) {
    if (block.file !== undefined) await written(block)
    else if (block.language === 'sh') output = await ran(block.text)
    else expectLines(block.text.trimEnd().split('\n'), output === '' ? printed : output)
  }
})
