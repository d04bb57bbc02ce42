import type { Deviation } from './deviation.ts'

/** A check that proves nothing: what has to succeed before its refusals mean anything did not. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
  /** How the positive control went. */
  readonly control: Deviation

  constructor(control: Deviation) {
    super(`The positive control failed: ${control.message}`, { cause: control })
    this.control = control
  }
}
