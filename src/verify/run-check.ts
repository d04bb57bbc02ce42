import type { Deviation } from '../conformance/deviation.ts'
import { type Bench, runCheck } from '../conformance/target.ts'
import type { Hidden } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import type { Veil } from '../masking/veil.ts'
import { evidenceOf, plain, veilOver } from './evidence.ts'
import { heardHooks } from './hooks/heard.ts'
import { HookFailed } from './hooks/hook-failed.ts'
import { ends } from './needs.ts'
import type { Evidence, NotRun, Result } from './report.ts'
import type { Place } from './server/places.ts'
import type { AnyCheck } from './subject.ts'
import type { Wire } from './wire.ts'

/** What every check of a run is run with. */
export interface Setting {
  readonly bench: Bench
  readonly people: object
  readonly mayBeGuessedAt: boolean
  readonly isSecret: SecretNames
  /** What is secret of what was given. */
  readonly secrets: readonly Hidden[]
}

/** How a check went, in words that hold no secret. */
export interface Told {
  readonly result: Result
  readonly notRun: NotRun | null
  readonly error: string | null
  readonly evidence: Evidence | null
}

const passed: Told = { result: 'passed', notRun: null, error: null, evidence: null }

/** Runs a check at a place, and leaves nothing of it there. */
export async function tell(check: AnyCheck, place: Place, wire: Wire, setting: Setting): Promise<Told> {
  const heard: Hidden[] = [...setting.secrets]
  const hooks = heardHooks(place.hooks, (name, value) => void heard.push({ name, value }))
  const { people, mayBeGuessedAt, bench, isSecret } = setting
  const target = { url: place.url, people, hooks, isServer: true, mayBeGuessedAt, exchange: wire.exchange }
  const veil = () => veilOver(wire.exchanged, isSecret, heard)
  try {
    const outcome = await runCheck(check, target, bench).finally(() => place.close())
    if (wire.halt) return { ...passed, result: 'not-run', notRun: ends[wire.halt] }
    return outcome.result === 'deviation' ? deviating(outcome.deviation, isSecret, veil()) : passed
  } catch (error) {
    if (wire.halt) return { ...passed, result: 'not-run', notRun: ends[wire.halt] }
    return { ...passed, result: 'error', error: veil().over(plain(reasonOf(error), isSecret)) }
  }
}

function deviating(deviation: Deviation, isSecret: SecretNames, veil: Veil): Told {
  return { ...passed, result: 'deviation', evidence: evidenceOf(deviation, isSecret, veil) }
}

function reasonOf(error: unknown): string {
  if (error instanceof HookFailed) return error.message
  return `The check could not be carried out: ${error instanceof Error ? error.message : String(error)}`
}
