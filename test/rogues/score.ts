import { tags } from '../../src/conformance/tags.ts'
import type { Verdict } from './judge.ts'
import type { Rogue } from './rogue.ts'

/** A rogue, and what `verify` made of it. */
export interface Scored {
  readonly rogue: Rogue
  readonly verdict: Verdict
  readonly seconds: number
}

/** Whether it was refused for what it does wrong: the check cites a fact it breaks, and saw no mere failure. */
export function isCaught({ rogue, verdict: { by } }: Scored): boolean {
  return by !== undefined && cites(rogue, by) && by.evidence?.answer?.status !== 500
}

function cites({ facts }: Rogue, by: NonNullable<Verdict['by']>): boolean {
  return by.facts.some(({ id }) => facts.includes(id))
}

/** One line on a rogue: after how many checks it was refused, how quickly, and by which. */
export function row({ rogue, verdict, seconds }: Scored): string {
  const { by, ran } = verdict
  const how = !by ? 'NOT CAUGHT' : isCaught({ rogue, verdict, seconds }) ? by.id : `BY ACCIDENT: ${by.id}`
  return `${rogue.id.padEnd(50)} ${String(ran).padStart(3)} ${seconds.toFixed(1).padStart(5)} s  ${how}`
}

/** Caught and total: kinds down, APIs across. */
export function scoreTable(scored: readonly Scored[]): string {
  const apis = [...new Set(scored.map(({ rogue }) => rogue.api))].sort()
  const present = tags.filter((tag) => scored.some(({ rogue }) => rogue.kind === tag))
  const line = (name: string, of: readonly Scored[]) => {
    const cells = apis.map((api) => cell(of.filter(({ rogue }) => rogue.api === api)).padStart(api.length))
    return [name.padEnd(14), ...cells, cell(of).padStart(7)].join('  ')
  }
  const ofKind = (kind: string) => scored.filter(({ rogue }) => rogue.kind === kind)
  return [
    ['kind'.padEnd(14), ...apis, 'caught'.padStart(7)].join('  '),
    ...present.map((kind) => line(kind, ofKind(kind))),
    line('all', scored),
  ].join('\n')
}

function cell(of: readonly Scored[]): string {
  return of.length === 0 ? '' : `${of.filter(isCaught).length}/${of.length}`
}
