import type { CheckRecord } from '../../src/verify/report.ts'
import { verify } from '../../src/verify/verify.ts'
import { run } from '../mutants/running.ts'
import type { Variant } from './variant.ts'

/** What the whole suite of an API makes of a variant. */
interface Judged {
  readonly passed: number
  /** The checks that accuse it, or could not be carried out. */
  readonly accusing: readonly CheckRecord[]
}

/** Runs the suite of an API against a variant of its server. */
export async function judge(variant: Variant, api: string): Promise<Judged> {
  const { url, sandbox, hooks, stop } = await run({ api, ...variant.at(api) })
  try {
    const { checks } = await verify({ api, url, sandbox, hooks })
    return {
      passed: checks.filter(({ result }) => result === 'passed').length,
      accusing: checks.filter(({ result }) => result !== 'passed' && result !== 'not-run'),
    }
  } finally {
    await stop()
  }
}

/** A check that accuses a variant, in a line. */
export function told({ id, result, error, evidence }: CheckRecord): string {
  return `${id}: ${result}, ${error ?? `expected ${evidence?.expected}, received ${evidence?.received}`}`
}
