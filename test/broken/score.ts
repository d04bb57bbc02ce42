import { kinds } from '../../src/broken/kinds.ts'
import { type SelfTest, selfTest } from '../../src/broken/self-test.ts'
import { subjects } from './subjects.ts'

/** Judges the broken variants of every contract, and returns the table: kinds down, contracts across. */
export async function generatedScore(): Promise<string> {
  const reports: SelfTest[] = []
  for (const { load } of subjects) reports.push(await selfTest(await load()))
  const width = Math.max(...kinds.map(({ id }) => id.length))
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell, at) => cell.padStart(reports[at]?.api.length ?? 0))].join('  ')
  const ofAll = reports.map(({ proofs }) => `${proofs.filter(({ by }) => by).length}/${proofs.length}`)
  return [
    line(
      'generated',
      reports.map(({ api }) => api),
    ),
    ...kinds.map(({ id }) =>
      line(
        id,
        reports.map((report) => cellOf(report, id)),
      ),
    ),
    line('all', ofAll),
  ].join('\n')
}

function cellOf({ proofs }: SelfTest, kind: string): string {
  const proof = proofs.find((each) => each.kind === kind)
  return proof ? (proof.by ? '1/1' : '0/1') : ''
}
