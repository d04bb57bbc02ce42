import { judge } from './judge.ts'
import { rogues } from './rogues.ts'
import { isCaught, row, type Scored, scoreTable } from './score.ts'

/** `npm run rogues [part of an id…]`: judges every rogue, or those that are named, and prints the score. */
const wanted = process.argv.slice(2)
const chosen = rogues.filter(({ id }) => wanted.length === 0 || wanted.some((part) => id.includes(part)))

const scored: Scored[] = []
const began = performance.now()
for (const rogue of chosen) {
  const start = performance.now()
  const verdict = await judge(rogue)
  const one = { rogue, verdict, seconds: (performance.now() - start) / 1_000 }
  scored.push(one)
  process.stdout.write(`${row(one)}\n`)
}
const seconds = Math.round((performance.now() - began) / 1_000)
process.stdout.write(`\n${scoreTable(scored)}\n\n${seconds} s\n`)
process.exitCode = scored.length > 0 && scored.every(isCaught) ? 0 : 1
