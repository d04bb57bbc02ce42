import type { Contract } from '../contract/contract.ts'
import { Answer } from './answer.ts'
import { type AnswerCheck, compileAnswerCheck } from './answer-check.ts'
import type { Check, OperationsTypes, Probe } from './check.ts'
import type { Coverage } from './coverage.ts'
import { Deviation } from './deviation.ts'
import type { Hooks, InputNeed, Need } from './hooks.ts'
import { exchange, isHangUp, type WireAnswer, type WireRequest } from './http.ts'
import { Inconclusive } from './inconclusive.ts'
import { inputNames } from './input-path.ts'
import { type Sent, toWire } from './request.ts'
import { isSettingNeed, settingsIn } from './setting-table.ts'

/** A server under test. */
export interface Target<People = unknown> {
  /** Where the API stands, base path included, without a slash at the end. */
  readonly url: string
  readonly people: People
  readonly hooks: Hooks
  /** Whether it is a server, which remembers, compares and measures, or a mock, which answers from examples. */
  readonly isServer: boolean
  /** Whether it may be guessed at: it is ours, or its owner said so. */
  readonly mayBeGuessedAt: boolean
  /**
   * The header that asks a mock for a status it does not come to by itself; none for a server. Asked only after the
   * plain request was answered with another status.
   */
  readonly preference?: (status: number) => readonly [string, string]
  /** How a request is sent, for whoever counts or records them; plainly unless given. */
  readonly exchange?: (wire: WireRequest) => Promise<WireAnswer>
}

/** How a check went. */
export type Outcome =
  | { readonly result: 'passed' }
  | { readonly result: 'not-run'; readonly missing: readonly Need[] }
  | { readonly result: 'deviation'; readonly deviation: Deviation }
  /** Its positive control failed, so that its refusals would prove nothing. */
  | { readonly result: 'inconclusive'; readonly control: Deviation }

/** Runs one check; what it needs and the target lacks leaves it not run. Other errors are the suite's own and are thrown. */
export async function runCheck(check: Check<OperationsTypes, never>, target: Target, bench: Bench): Promise<Outcome> {
  const missing = check.needs.filter((need) => !has(target, need))
  if (missing.length > 0) return { result: 'not-run', missing }
  const undoing: (() => Promise<unknown>)[] = []
  const { reset, freezeClock } = target.hooks
  const stopsTime = reset !== undefined && freezeClock !== undefined && check.tags.includes('throttling')
  try {
    if (stopsTime) await freezeClock()
    await check.run(
      createProbe({ ...target, hooks: declaredSettings(check, target.hooks) }, bench, undoing) as Probe<
        OperationsTypes,
        never
      >,
    )
    return { result: 'passed' }
  } catch (error) {
    if (error instanceof Inconclusive) return { result: 'inconclusive', control: error.control }
    if (error instanceof Deviation) return { result: 'deviation', deviation: error }
    throw error
  } finally {
    await undo(undoing)
    if (stopsTime || check.needs.includes('reset')) await reset?.()
  }
}

/** A setting that no need names would be asked of an owner who was never told of it. */
function declaredSettings({ id, needs }: Check<OperationsTypes, never>, hooks: Hooks): Hooks {
  const { changeSettings } = hooks
  if (!changeSettings) return hooks
  const declared: readonly string[] = settingsIn(needs)
  return {
    ...hooks,
    changeSettings: (values) => {
      const stranger = Object.keys(values).find((name) => !declared.includes(name))
      if (stranger !== undefined) throw new TypeError(`"${id}" changes ${stranger}, which its needs do not name`)
      return changeSettings(values)
    },
  }
}

/** What a check left behind is none of its promises, so that no deviation counts here. */
async function undo(undoing: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undoing.toReversed()) {
    await step().catch((error: unknown) => {
      if (!(error instanceof Deviation)) throw error
    })
  }
}

/** What a target lacks of a check's needs. */
export function has(target: Target, need: Need): boolean {
  if (need === 'server') return target.isServer
  if (need === 'guessing') return target.mayBeGuessedAt
  if (isInputNeed(need)) return hasInput(target.people, need)
  return target.hooks[hookOf(need)] !== undefined
}

/** Whether a value was given for an optional input. */
export function hasInput(people: unknown, need: InputNeed): boolean {
  const names = inputNames(need.slice('people.'.length))
  const value = names.reduce<unknown>((node, name) => Object(node)[name], people)
  return value !== undefined
}

/** The hook that a need asks for; a setting is changed by `changeSettings`. */
export function hookOf(need: Exclude<Need, 'server' | 'guessing' | InputNeed>): keyof Hooks {
  return isSettingNeed(need) ? 'changeSettings' : need
}

export function isInputNeed(need: Need): need is InputNeed {
  return need.startsWith('people.')
}

/** A contract made ready to judge answers, and the record of what was seen. */
export interface Bench {
  readonly contract: Contract
  readonly judge: AnswerCheck
  readonly coverage: Coverage
}

export function createBench(contract: Contract, coverage: Coverage): Bench {
  return { contract, judge: compileAnswerCheck(contract), coverage }
}

/** What a check works with on a target; what it wants undone afterwards is put into the list. */
export function createProbe(
  target: Target,
  { contract, judge, coverage }: Bench,
  undoing: (() => Promise<unknown>)[] = [],
): Probe<Record<string, { responses: object }>, unknown> {
  return {
    people: target.people,
    hooks: target.hooks,
    afterwards: (step) => void undoing.push(step),
    async send(id, statuses: number | Statuses, request: Sent = {}) {
      const operation = contract.operations.find((each) => each.id === id)
      if (!operation) throw new TypeError(`The contract has no operation "${id}"`)
      const { answer, told } = await insist(
        target,
        toWire(target.url, operation.method, operation.path, request),
        listed(statuses),
      )
      judge(id, answer)
      coverage.saw(id, answer.status, told)
      return answer as never
    },
    judge,
    async receive(id, request = {}) {
      const operation = contract.operations.find((each) => each.id === id)
      if (!operation) throw new TypeError(`The contract has no operation "${id}"`)
      const wire = toWire(target.url, operation.method, operation.path, request)
      const answer = new Answer(wire, await (target.exchange ?? exchange)(wire))
      if (operation.responses.has(String(answer.status))) coverage.saw(id, answer.status, false)
      return answer
    },
    async ask(method, path, statuses, request = {}) {
      const { answer } = await insist(target, toWire(target.url, method, path, request), listed(statuses))
      return answer
    },
    async attempt(method, path, request = {}) {
      const wire = toWire(target.url, method, path, request)
      try {
        return new Answer(wire, await (target.exchange ?? exchange)(wire))
      } catch (error) {
        if (isHangUp(error)) return undefined
        throw error
      }
    },
  }
}

type Statuses = readonly [number, ...number[]]

function listed(statuses: number | Statuses): Statuses {
  return typeof statuses === 'number' ? [statuses] : statuses
}

/** Sends a request, and a mock once more with the status it should come to; throws a Deviation for any other. */
async function insist(
  target: Target,
  wire: WireRequest,
  statuses: Statuses,
): Promise<{ answer: Answer; told: boolean }> {
  const send = target.exchange ?? exchange
  const answer = await send(wire)
  if (statuses.includes(answer.status)) return { answer: new Answer(wire, answer), told: false }
  if (!target.preference) throw unexpected(statuses, wire, answer)
  const asked = { ...wire, headers: [...wire.headers, target.preference(statuses[0])] }
  const second = await send(asked)
  if (second.status !== statuses[0]) throw unexpected([statuses[0]], asked, second)
  return { answer: new Answer(asked, second), told: true }
}

function unexpected(statuses: Statuses, wire: WireRequest, answer: WireAnswer): Deviation {
  return new Deviation(`status ${statuses.join(' or ')}`, `status ${answer.status}`, wire, answer)
}
