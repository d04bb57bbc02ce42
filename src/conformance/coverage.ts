import type { Contract } from '../contract/contract.ts'

/** A documented answer that no check of a target comes to, and why. */
export interface Exception {
  readonly operation: string
  readonly status: string
  readonly reason: string
}

/** Which documented answers a target gave, by itself or on being told. */
export class Coverage {
  readonly #contract: Contract
  readonly #seen = new Map<string, boolean>()

  constructor(contract: Contract) {
    this.#contract = contract
  }

  saw(operation: string, status: number, told: boolean): void {
    const key = `${operation} ${status}`
    this.#seen.set(key, (this.#seen.get(key) ?? true) && told)
  }

  /** The documented answers that were not seen and are no exceptions. */
  missing(exceptions: readonly Exception[]): string[] {
    const excused = new Set(exceptions.map(({ operation, status }) => `${operation} ${status}`))
    return this.#documented().filter((key) => !this.#seen.has(key) && !excused.has(key))
  }

  /** How many answers are documented. */
  get documented(): number {
    return this.#documented().length
  }

  /** Operations down, statuses across: `yes`, `told` if a mock had to be, `-` not seen, blank not documented. */
  table(): string {
    const statuses = [...new Set(this.#contract.operations.flatMap(({ responses }) => [...responses.keys()]))].sort()
    const width = Math.max(...this.#contract.operations.map(({ id }) => id.length))
    const rows = this.#contract.operations.map(({ id, responses }) => {
      const cells = statuses.map((status) => (responses.has(status) ? this.#cell(`${id} ${status}`) : ''))
      return `${id.padEnd(width)}  ${cells.map((cell) => cell.padEnd(4)).join('  ')}`.trimEnd()
    })
    const documented = this.#documented()
    const seen = documented.filter((key) => this.#seen.has(key)).length
    return [
      `${''.padEnd(width)}  ${statuses.map((status) => status.padEnd(4)).join('  ')}`,
      ...rows,
      `${seen} of ${documented.length}`,
    ].join('\n')
  }

  #cell(key: string): string {
    const told = this.#seen.get(key)
    return told === undefined ? '-' : told ? 'told' : 'yes'
  }

  #documented(): string[] {
    return this.#contract.operations.flatMap(({ id, responses }) =>
      [...responses.keys()].map((status) => `${id} ${status}`),
    )
  }
}
