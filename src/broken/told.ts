import type { Proof, SelfTest } from './self-test.ts'

/** One line on a kind of mistake: by which rule it was seen, or that it is not proven. */
export function proofLine({ kind, title, by }: Proof): string {
  return by ? `  seen        ${kind.padEnd(28)} by ${by.rule}` : `  NOT PROVEN  ${kind.padEnd(28)} ${title}`
}

/** What came of it all, in a few lines. */
export function selfTestSummary({ api, holding, faulty, proofs }: SelfTest): string {
  if (faulty.length > 0) {
    const checks = faulty.map(({ id, error }) => `  ${id}${error === null ? '' : `: ${error}`}`)
    return ['The engine as it is does not hold to its contract, so that nothing is proven:', ...checks, ''].join('\n')
  }
  const missed = proofs.filter(({ by }) => !by).map(({ kind }) => kind)
  return [
    '',
    `${api}: ${holding} derived checks hold on the engine as it is and see ${proofs.length - missed.length} of ${proofs.length} kinds of mistakes`,
    ...(missed.length > 0 ? [`Not proven: ${missed.join(', ')}`] : []),
    '',
  ].join('\n')
}

/** The same for programs. */
export function selfTestJson({ api, holding, faulty, proofs }: SelfTest): string {
  const report = {
    api,
    holding,
    faulty: faulty.map(({ id, result, error }) => ({ id, result, error })),
    kinds: proofs.map(({ kind, title, by }) => ({
      kind,
      title,
      result: by ? 'seen' : 'not-proven',
      rule: by?.rule ?? null,
      check: by?.id ?? null,
    })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
