import { chosen, isUsageAsked, usage } from './chosen.ts'
import { judge } from './judge.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'
import { isCaught, row, type Scored, scoreTable } from './score.ts'

const words = process.argv.slice(2)
if (isUsageAsked(words)) process.stdout.write(usage)
else await main(words)

async function main(parts: readonly string[]): Promise<void> {
  const { mutants: some, unmatched } = chosen(parts, mutants)
  if (unmatched !== undefined) {
    process.stderr.write(`No mutant has "${unmatched}" in its id\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const scored = await judgeAll(some)
  if (parts.length === 0) {
    const { generatedScore } = await import('../broken/score.ts')
    process.stdout.write(`\n${await generatedScore()}\n`)
  }
  process.exitCode = scored.every(isCaught) ? 0 : 1
}

async function judgeAll(some: readonly Mutant[]): Promise<Scored[]> {
  const scored: Scored[] = []
  const began = performance.now()
  for (const mutant of some) {
    const start = performance.now()
    const verdict = await judge(mutant)
    const one = { mutant, verdict, seconds: (performance.now() - start) / 1_000 }
    scored.push(one)
    process.stdout.write(`${row(one)}\n`)
  }
  const seconds = Math.round((performance.now() - began) / 1_000)
  process.stdout.write(`\n${scoreTable(scored)}\n\n${seconds} s\n`)
  return scored
}
