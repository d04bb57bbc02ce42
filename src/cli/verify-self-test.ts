import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageFailure } from './failure.ts'
import type { OwnOptions } from './stub-source.ts'
import { testedApi } from './tested-api.ts'

interface SelfTestOptions extends OwnOptions {
  readonly name?: string
  readonly url?: string
  readonly sandbox?: string
  readonly strict?: true
  readonly json?: string
}

/** Has the derived checks judge broken variants of the engine for a contract, and prints what they see; the exit code. */
export async function selfTestOf(
  word: string,
  options: SelfTestOptions,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  const { url, sandbox, strict = false, json } = options
  if (url !== undefined || sandbox !== undefined)
    throw new UsageFailure('--self-test verifies no server of yours; leave out --url and --sandbox')
  const [{ selfTest }, { proofLine, selfTestJson, selfTestSummary }, tested] = await Promise.all([
    import('../broken/self-test.ts'),
    import('../broken/told.ts'),
    testedApi(word, options, environment),
  ])
  const print = (text: string) => void process.stdout.write(text)
  const report = await selfTest(tested, { signal, onProof: (proof) => print(`${proofLine(proof)}\n`) })
  print(selfTestSummary(report))
  if (json !== undefined) writeFileSync(resolve(json), selfTestJson(report))
  if (signal.aborted) return 130
  const isUnproven = report.proofs.some(({ by }) => !by)
  return report.faulty.length > 0 || (strict && isUnproven) ? 1 : 0
}
