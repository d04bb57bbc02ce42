import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from './statistics.ts'

/** `npm start` on a new data file, again and again, with what was compiled before at hand and without. */
export async function timeStarts(starts: number): Promise<string> {
  const rows: string[][] = []
  for (const [name, environment] of [
    ['the first start ever', { NODE_DISABLE_COMPILE_CACHE: '1' }],
    ['every later one', {}],
  ] as const) {
    const timed: Start[] = []
    for (let count = 0; count < starts; count++) timed.push(await timeStart(environment))
    rows.push([
      name,
      timed.map(({ ready }) => ready.toFixed(0)).join(', '),
      timed.map(({ memory }) => memory.toFixed(0)).join(', '),
    ])
  }
  return `### npm start to ready, mocks up\n\n${table(['start', 'ms, each', 'MB once ready, each'], rows)}\n`
}

interface Start {
  /** Milliseconds to ready, mocks included. */
  readonly ready: number
  /** What it then holds, in megabytes. */
  readonly memory: number
}

async function timeStart(environment: Readonly<Record<string, string>>): Promise<Start> {
  const data = join(mkdtempSync(join(tmpdir(), 'latchkey-bench-')), 'data.db')
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0', '--mock-port', '0', '--data', data], {
    detached: true,
    env: { ...process.env, ...environment },
  })
  const origin = await announced(child.stdout)
  const answer = await fetch(`${origin}/readyz`)
  const ready = performance.now() - began
  if (!answer.ok) throw new Error(`/readyz answered ${answer.status}`)
  const memory = await residentMemory(child.pid ?? 0)
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  return { ready, memory }
}

async function announced(output: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of output) {
    text += String(chunk)
    const found = /is ready at (\S+),/.exec(text)
    if (found?.[1]) return found[1]
  }
  throw new Error(`npm start ended early: ${text}`)
}

/** The largest process of the group, which is the server; npm's own are not counted. */
async function residentMemory(group: number): Promise<number> {
  const list = spawn('ps', ['-e', '-o', 'pgid=,rss='])
  let text = ''
  for await (const chunk of list.stdout) text += String(chunk)
  const sizes = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([pgid]) => pgid === group)
    .map(([, rss = 0]) => rss / 1_000)
  return Math.max(...sizes)
}
