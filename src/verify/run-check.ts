import type { Deviation } from '../conformance/deviation.ts'
import type { Hooks } from '../conformance/hooks.ts'
import { type Bench, type Outcome, runCheck, type Target } from '../conformance/target.ts'
import type { KnownSecret } from '../masking/known-secrets.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { evidenceOf, hiddenText, secretsOf, shownExchanges } from './evidence.ts'
import { heardHooks } from './hooks/heard.ts'
import { HookFailed, UnknownSettings } from './hooks/hook-failed.ts'
import { WaitsTooLong } from './hooks/waiting-clock.ts'
import { ends, unknownSettings, waitsTooLong } from './needs.ts'
import type { Evidence, Exchange, NotRun, Result } from './report.ts'
import type { LabelledSecrets } from './secret-labels.ts'
import type { Place } from './server/places.ts'
import { slowedDown } from './server/slowed-down.ts'
import type { AnyCheck } from './subject.ts'
import type { Halt, Wire } from './wire.ts'

/** What every check of a run is run with. */
export interface Setting {
  readonly bench: Bench
  readonly people: object
  readonly mayBeGuessedAt: boolean
  readonly isSecret: SecretNames
  /** What is secret of what was given. */
  readonly secrets: readonly KnownSecret[]
  /** Whether the server is reset before each check. */
  readonly eachAnew: boolean
}

/** How a check went, in words that hold no secret. */
interface Told {
  readonly result: Result
  readonly notRun: NotRun | null
  readonly error: string | null
  readonly evidence: Evidence | null
  /** All that was sent and came, unless it passed. */
  readonly exchanges: readonly Exchange[]
}

const passed: Told = { result: 'passed', notRun: null, error: null, evidence: null, exchanges: [] }

/** Runs a check at a place, and leaves nothing of it there. */
export async function tell(check: AnyCheck, place: Place, wire: Wire, setting: Setting): Promise<Told> {
  const heard: KnownSecret[] = [...setting.secrets]
  const { isSecret } = setting
  const known = () => secretsOf(wire.exchanged, isSecret, heard)
  const hooks = heardHooks(place.hooks, (name, value) => void heard.push({ name, value }))
  const resetting = patientReset(hooks)
  try {
    if (setting.eachAnew || countsFromNothing(check)) await hooks.reset?.()
    const target = targetOf(place, resetting.hooks, wire, setting)
    const first = await runCheck(check, target, setting.bench)
    const mayBegin = !place.isOwn && wasSlowedDown(first) && target.hooks.reset !== undefined && !wire.halt
    const outcome = mayBegin ? await again(check, target, setting) : first
    if (wire.halt) return halted(wire.halt)
    if (outcome.result === 'deviation') return told(outcome.deviation, place, wire, isSecret, known())
    if (outcome.result === 'inconclusive')
      return { ...told(outcome.control, place, wire, isSecret, known()), result: 'inconclusive' }
    resetting.insist()
    return passed
  } catch (error) {
    const notRun = notRunFor(error)
    if (notRun) return { ...passed, result: 'not-run', notRun }
    const halt = wire.halt ?? (wire.isInterrupted ? 'interrupted' : undefined)
    return halt ? halted(halt) : failed(hiddenText(reasonOf(error), isSecret, known()), wire, isSecret, known())
  } finally {
    // What cannot be removed now goes by itself, and says nothing of the check.
    await place.close().catch(() => undefined)
  }
}

/** Why a check cannot be run after all; undefined if it failed. */
function notRunFor(error: unknown): NotRun | undefined {
  if (error instanceof UnknownSettings) return unknownSettings(error.names)
  return error instanceof WaitsTooLong ? waitsTooLong(error.seconds) : undefined
}

/** What was refused to earlier checks counts as well, so that a limit would be reached too soon. */
function countsFromNothing({ needs }: AnyCheck): boolean {
  return needs.includes('guessing') && needs.includes('reset')
}

/** Whether a server refused to answer for a time, which earlier checks may have caused. */
function wasSlowedDown(outcome: Outcome): boolean {
  if (outcome.result === 'deviation') return outcome.deviation.answer?.status === 429
  return outcome.result === 'inconclusive' && outcome.control.answer?.status === 429
}

/** Once more, on a server that has nothing to hold against it. */
async function again(check: AnyCheck, target: Target, { bench }: Setting): Promise<Outcome> {
  await target.hooks.reset?.()
  return runCheck(check, target, bench)
}

function targetOf({ url }: Place, hooks: Hooks, { exchange }: Wire, { people, mayBeGuessedAt }: Setting): Target {
  return { url, people, hooks, isServer: true, mayBeGuessedAt, exchange }
}

/** A reset that fails must not take the place of a deviation that was found before it. */
function patientReset(hooks: Hooks): { readonly hooks: Hooks; insist(): void } {
  const { reset } = hooks
  if (!reset) return { hooks, insist: () => undefined }
  const failures: unknown[] = []
  const patient = () => reset().catch((error: unknown) => void failures.push(error))
  return {
    hooks: { ...hooks, reset: patient },
    insist: () => {
      if (failures.length > 0) throw failures[0]
    },
  }
}

function halted(halt: Halt): Told {
  return { ...passed, result: 'not-run', notRun: ends[halt] }
}

function failed(error: string, { exchanged }: Wire, isSecret: SecretNames, known: LabelledSecrets): Told {
  return { ...passed, result: 'error', error, exchanges: shownExchanges(exchanged, isSecret, known) }
}

function told(deviation: Deviation, { hooks }: Place, wire: Wire, isSecret: SecretNames, known: LabelledSecrets): Told {
  // What an earlier run did to the server is no fault of it, where nothing puts it back.
  if (deviation.answer?.status === 429 && !hooks.reset)
    return failed(
      `The server ${slowedDown(deviation.answer)}; with the hook reset there is no need to`,
      wire,
      isSecret,
      known,
    )
  const exchanges = shownExchanges(wire.exchanged, isSecret, known)
  return { ...passed, result: 'deviation', evidence: evidenceOf(deviation, exchanges, isSecret, known), exchanges }
}

function reasonOf(error: unknown): string {
  if (error instanceof HookFailed) return error.message
  return `The check could not be carried out: ${error instanceof Error ? error.message : String(error)}`
}
