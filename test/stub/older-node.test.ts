import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workshop } from './project.ts'

const run = promisify(execFile)
const shop = workshop()
const project = join(shop.folder, 'mine')

/** What npm finds without what this repository or any project brings; its Node may be older than Latchkey's. */
const PATH = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
const env = { PATH: PATH.join(delimiter), HOME: shop.folder, NODE_OPTIONS: '--conditions=source', PORT: '0' }

beforeAll(async () => {
  await shop.stub('khe', 'mine')
  linkPrograms()
})
afterAll(shop.close)

/** Puts the programs of the packages that the project is developed with where `npm install` puts them. */
function linkPrograms(): void {
  const programs = join(project, 'node_modules', '.bin')
  mkdirSync(programs, { recursive: true })
  const { devDependencies } = manifestIn(project) as { devDependencies: object }
  for (const name of Object.keys(devDependencies)) {
    const { bin = {} } = manifestIn(resolve('node_modules', name)) as { bin?: Readonly<Record<string, string>> }
    for (const [program, path] of Object.entries(bin))
      symlinkSync(resolve('node_modules', name, path), join(programs, program))
  }
}

function manifestIn(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

test('npm tests a project with the Node that it brings', async () => {
  const { stdout } = await run('npm', ['test', '--', '--list'], { cwd: project, env })
  expect(stdout).toMatch(/\d+ of \d+ checks\n$/)
})

test('npm starts it with the Node that it brings', async () => {
  const child = spawn('npm', ['start'], { cwd: project, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  for await (const part of child.stdout) {
    said += part
    if (/http:\S+\n/.test(said)) break
  }
  const ended = once(child, 'exit')
  // npm and what it runs.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
  await ended
  expect(said).toMatch(/http:\/\/\S+:\d+/)
})

test('npm may run the one install script that brings this Node', () => {
  expect(manifestIn(project)).toMatchObject({ allowScripts: { node: true, '@scarf/scarf': false } })
})
