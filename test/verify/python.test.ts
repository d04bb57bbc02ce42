import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HookName, hookTable } from '../../src/verify/hooks/hook-table.ts'
import { verify } from '../../src/verify/verify.ts'

const isThere = spawnSync('python3', ['--version']).status === 0
const names: readonly HookName[] = [
  'reset',
  'advanceClock',
  'freezeClock',
  'createAccount',
  'disableAccount',
  'changeSettings',
]

let server: ChildProcess | undefined
let url = ''

beforeAll(async () => {
  if (!isThere) return
  server = spawn('python3', ['test/verify/python/nebula_block.py'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream })
  url = String((await once(lines, 'line'))[0])
})

afterAll(() => {
  server?.kill()
})

/** A hook at the server's own address for it. */
async function ask(name: HookName, input: unknown): Promise<Readonly<Record<string, string>>> {
  const address = new URL(`/hooks/${name}`, url)
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify(input) })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return (await answer.json()) as Record<string, string>
}

// Machines without Python cannot run a server in it.
test.skipIf(!isThere)(
  'a server in Python, written from the contract alone, keeps it',
  { tags: 'full', timeout: 120_000 },
  async () => {
    const hooks = Object.fromEntries(names.map((name) => [name, hookTable[name].over((input) => ask(name, input))]))
    const { checks, verdict, totals } = await verify({ api: 'nebula-block', url, demo: true, hooks })

    const wrong = checks.filter(({ result }) => !['passed', 'not-run'].includes(result))
    expect(wrong.map(({ id, result, evidence }) => [id, result, evidence?.expected, evidence?.received])).toEqual([])
    expect([verdict, totals.passed > 150]).toEqual(['holds', true])
  },
)
