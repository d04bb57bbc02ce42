import { chosen, isUsageAsked, usage } from './chosen.ts'
import { judge } from './judge.ts'
import type { Rogue } from './rogue.ts'
import { rogues } from './rogues.ts'
import { isCaught, row, type Scored, scoreTable } from './score.ts'

const words = process.argv.slice(2)
if (isUsageAsked(words)) process.stdout.write(usage)
else await main(words)

async function main(parts: readonly string[]): Promise<void> {
  const { rogues: some, unmatched } = chosen(parts, rogues)
  if (unmatched !== undefined) {
    process.stderr.write(`No rogue has "${unmatched}" in its id\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const scored = await judgeAll(some)
  process.exitCode = scored.every(isCaught) ? 0 : 1
}

async function judgeAll(some: readonly Rogue[]): Promise<Scored[]> {
  const scored: Scored[] = []
  const began = performance.now()
  for (const rogue of some) {
    const start = performance.now()
    const verdict = await judge(rogue)
    const one = { rogue, verdict, seconds: (performance.now() - start) / 1_000 }
    scored.push(one)
    process.stdout.write(`${row(one)}\n`)
  }
  const seconds = Math.round((performance.now() - began) / 1_000)
  process.stdout.write(`\n${scoreTable(scored)}\n\n${seconds} s\n`)
  return scored
}
