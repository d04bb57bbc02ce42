import { ends } from './needs.ts'
import type { CheckRecord } from './report.ts'

/** Told of each check as soon as it and those before it are over, with its place in the suite. */
export type OnCheck = (record: CheckRecord, at: number) => void

/**
 * Keeps the records of a run and tells of them in the order in which the checks began, whatever the order in which they
 * end. With `bail`, what ran at the same time as the first deviation and began after it counts as not run.
 */
export class Ledger {
  readonly #order: readonly number[]
  readonly #bail: boolean
  readonly #onCheck: OnCheck | undefined
  readonly #records = new Map<number, CheckRecord>()
  #toldCount = 0
  #hasBailed = false

  constructor(order: readonly number[], bail: boolean, onCheck: OnCheck | undefined) {
    this.#order = order
    this.#bail = bail
    this.#onCheck = onCheck
  }

  add(at: number, record: CheckRecord): void {
    this.#records.set(at, record)
    for (const place of this.#order.slice(this.#toldCount)) {
      const next = this.#records.get(place)
      if (!next) return
      this.#tell(place, this.#hasBailed && !next.notRun ? undone(next) : next)
    }
  }

  #tell(at: number, record: CheckRecord): void {
    this.#toldCount += 1
    this.#records.set(at, record)
    if (this.#bail && record.result === 'deviation') this.#hasBailed = true
    this.#onCheck?.(record, at)
  }

  /** Whether a deviation ended the run. */
  get hasEnded(): boolean {
    return this.#bail && this.#records.values().some(({ result }) => result === 'deviation')
  }

  /** In the order of the suite. */
  get records(): CheckRecord[] {
    return [...this.#records].sort(([one], [other]) => one - other).map(([, record]) => record)
  }
}

function undone(record: CheckRecord): CheckRecord {
  const nothing = { error: null, known: null, evidence: null, milliseconds: 0, requests: 0, trace: null }
  return { ...record, ...nothing, result: 'not-run', notRun: ends.bail }
}
