import { tags } from '../../src/conformance/tags.ts'
import type { Verdict } from './judge.ts'
import type { Mutant } from './mutant.ts'

/** A mutant, and what `verify` made of it. */
export interface Scored {
  readonly mutant: Mutant
  readonly verdict: Verdict
  readonly seconds: number
}

/** Whether it was refused for what it does wrong: the check cites a fact it breaks, and saw no mere failure. */
export function isCaught({ mutant, verdict: { by, fault } }: Scored): boolean {
  return by !== undefined && !fault && cites(mutant, by) && by.evidence?.answer?.status !== 500
}

function cites({ facts }: Mutant, by: NonNullable<Verdict['by']>): boolean {
  return by.facts.some(({ id }) => facts.includes(id))
}

/** One line on a mutant: after how many checks it was refused, how quickly, and by which. */
export function row(one: Scored): string {
  const { mutant, verdict, seconds } = one
  const figures = `${String(verdict.ran).padStart(3)} ${seconds.toFixed(1).padStart(5)} s`
  return `${mutant.id.padEnd(50)} ${figures}  ${told(one)}`
}

/** In a few words: by what it was caught, or why it was not. */
export function told(one: Scored): string {
  const { by, fault } = one.verdict
  if (fault) return `NOT CARRIED OUT: ${fault}`
  if (!by) return 'NOT CAUGHT'
  return isCaught(one) ? by.id : `BY ACCIDENT: ${by.id}`
}

/** Caught and total: kinds down, APIs across. */
export function scoreTable(scored: readonly Scored[]): string {
  const apis = [...new Set(scored.map(({ mutant }) => mutant.api))].sort()
  const present = tags.filter((tag) => scored.some(({ mutant }) => mutant.kind === tag))
  const line = (name: string, of: readonly Scored[]) => {
    const cells = apis.map((api) => cell(of.filter(({ mutant }) => mutant.api === api)).padStart(api.length))
    return [name.padEnd(14), ...cells, cell(of).padStart(7)].join('  ')
  }
  const ofKind = (kind: string) => scored.filter(({ mutant }) => mutant.kind === kind)
  return [
    ['kind'.padEnd(14), ...apis, 'caught'.padStart(7)].join('  '),
    ...present.map((kind) => line(kind, ofKind(kind))),
    line('all', scored),
  ].join('\n')
}

function cell(of: readonly Scored[]): string {
  return of.length === 0 ? '' : `${of.filter(isCaught).length}/${of.length}`
}
