import type { CheckRecord, Report } from '../../src/verify/report.ts'
import { verify } from '../../src/verify/verify.ts'
import type { Rogue } from './rogue.ts'
import { type Broken, type Running, run } from './running.ts'

/** What `verify` made of a server. */
export interface Verdict {
  /** The first check that refused it; undefined if all that can be run holds. */
  readonly by: CheckRecord | undefined
  /** How many checks were run until then. */
  readonly ran: number
}

/** Verifies a rogue by what holds the facts it breaks, and only if that accepts it by everything. */
export async function judge(rogue: Rogue): Promise<Verdict> {
  return holding(rogue, async (running) => {
    const first = await verdictOf(rogue, running, rogue.facts)
    if (first.by) return first
    const all = await verdictOf(rogue, running, [])
    return { ...all, ran: first.ran + all.ran }
  })
}

/** Verifies a server by everything, as far as the first check that refuses it. */
export async function judgeByAll(broken: Broken): Promise<Verdict> {
  return holding(broken, (running) => verdictOf(broken, running, []))
}

async function holding(broken: Broken, work: (running: Running) => Promise<Verdict>): Promise<Verdict> {
  const running = await run(broken)
  try {
    return await work(running)
  } finally {
    await running.stop()
  }
}

async function verdictOf({ api }: Broken, running: Running, facts: readonly string[]): Promise<Verdict> {
  const { url, sandbox, hooks } = running
  const { checks, verdict } = await verify({ api, url, sandbox, hooks, facts, bail: true })
  refuseFaults(checks)
  const by = checks.find(({ result }) => result === 'deviation')
  if (!by && verdict !== 'holds') throw new Error(`The server of "${api}" could not be verified: ${verdict}`)
  return { by, ran: checks.filter(({ result }) => result !== 'not-run').length }
}

/** A check that could not be carried out is a fault of the suite, or of the rogue, and catches nothing. */
function refuseFaults(checks: Report['checks']): void {
  const faulty = checks.find(({ result }) => result === 'error')
  if (faulty) throw new Error(`"${faulty.id}" could not be carried out: ${faulty.error}`)
}
