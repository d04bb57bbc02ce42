import type { Wrong } from '../body/parsed-body.ts'
import type { Violation } from '../contract/violation.ts'

/** Thrown for what was sent and cannot be read, with what is wrong from where it stands. */
export class Unreadable extends Error implements Wrong {
  readonly violations: readonly Violation[]

  constructor({ violations }: Wrong) {
    super('Unreadable')
    this.violations = violations
  }
}

/** Refuses what has a fault. */
export function refuse(fault: Wrong | undefined): void {
  if (fault) throw new Unreadable(fault)
}
