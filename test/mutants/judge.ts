import type { Check } from '../../src/conformance/check.ts'
import { loadSuite } from '../../src/conformance/suites.ts'
import type { CheckRecord } from '../../src/verify/report.ts'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'
import type { Mutant } from './mutant.ts'
import { type Broken, type Running, run } from './running.ts'

/** What `verify` made of a server. */
export interface Verdict {
  /** The first check that refused it; undefined if all that can be run holds. */
  readonly by: CheckRecord | undefined
  /** What could not be carried out, by a fault of the suite or of the mutant, which catches nothing. */
  readonly fault: string | undefined
  /** How many checks were run until then. */
  readonly ran: number
}

/**
 * Verifies a mutant by the checks of its kind that hold the facts it breaks, then by all that hold those facts, and only
 * if they accept it by everything, or by as much as is said.
 */
export async function judge(mutant: Mutant, everything: Selection = {}): Promise<Verdict> {
  const { facts, kind } = mutant
  const { checks } = await loadSuite(mutant.api)
  const selections: readonly Selection[] = [{ facts, tags: [kind] }, { facts }, everything]
  const usable = selections.filter((selection) => checks.some((check) => isIn(selection, check)))
  return holding(mutant, async (running) => {
    let ran = 0
    for (const selection of usable) {
      const verdict = await verdictOf(mutant, running, selection)
      ran += verdict.ran
      if (verdict.by || verdict.fault) return { ...verdict, ran }
    }
    return { by: undefined, fault: undefined, ran }
  })
}

type Selection = Pick<VerifyOptions, 'facts' | 'tags' | 'operations'>

function isIn({ facts, tags, operations }: Selection, check: Pick<Check, 'facts' | 'tags' | 'operation'>): boolean {
  return (
    (!operations || operations.includes(check.operation ?? 'api')) &&
    (!facts || check.facts.some((fact) => facts.includes(fact))) &&
    (!tags || check.tags.some((tag) => tags.includes(tag)))
  )
}

async function holding(broken: Broken, work: (running: Running) => Promise<Verdict>): Promise<Verdict> {
  const running = await run(broken)
  try {
    return await work(running)
  } finally {
    await running.stop()
  }
}

async function verdictOf({ api }: Broken, running: Running, selection: Selection): Promise<Verdict> {
  const { url, sandbox, hooks } = running
  const { checks, verdict } = await verify({ api, url, sandbox, hooks, ...selection, bail: true })
  const by = checks.find(({ result }) => result === 'deviation')
  const faulty = checks.find(({ result }) => result === 'error')
  const fault = faulty ? `"${faulty.id}": ${faulty.error}` : by || verdict === 'holds' ? undefined : verdict
  return { by, fault, ran: checks.filter(({ result }) => result !== 'not-run').length }
}
