import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readContractFile } from '../../src/codegen/read-contract.ts'
import { takeGuesses } from '../../src/init/check.ts'
import type { Guess } from '../../src/init/guess.ts'
import { infer } from '../../src/init/infer.ts'
import { logInByAll } from '../../test/init/log-in.ts'

/**
 * Compares what `latchkey init` proposes for a folder of public contracts with what was written by hand (truth.yaml):
 * `node --conditions=source bench/init/measure.ts FOLDER [seen|unseen] [contract…]`, the files being FOLDER/seen/NAME.yaml.
 */

type Truth = Readonly<Record<string, readonly string[]>>
type Counts = Record<'right' | 'wrong' | 'missed' | 'left out', number>

const [folder = '.', part = 'seen', ...only] = process.argv.slice(2)
const all = parse(readFileSync(new URL('./truth.yaml', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Truth>>>
>
const totals = new Map<string, Counts>()
let [tried, worked] = [0, 0]

for (const [name, truth] of Object.entries(all[part] ?? {})) {
  if (only.length > 0 && !only.includes(name)) continue
  const file =
    ['yaml', 'json'].map((ending) => join(folder, part, `${name}.${ending}`)).find((each) => existsSync(each)) ??
    join(folder, part, name, existsSync(join(folder, part, name, 'main.yaml')) ? 'main.yaml' : 'index.yaml')
  const job = { file, allowRefs: false, cacheFolder: undefined, version: '' }
  const { document } = await readContractFile(job, () => {})
  const { guesses } = infer(document)
  const { taken, document: declared } = takeGuesses(document, guesses, ({ certainty }) => certainty !== 'unsure')
  const lines = compared(truth, guesses, taken)
  const logins = await logInByAll(name, declared)
  tried += logins.length
  worked += logins.filter(({ fault }) => fault === undefined).length
  for (const { way, fault } of logins) if (fault !== undefined) lines.push(`  login "${way}": ${fault}`)
  process.stdout.write(
    `${name}: ${taken.length} proposed, ${logins.length} logins tried\n${lines.map((line) => `${line}\n`).join('')}`,
  )
}
process.stdout.write(`\n| kind | right | wrong | missed | only unsure |\n|---|---|---|---|---|\n`)
for (const [kind, counts] of [...totals].sort())
  process.stdout.write(`| ${kind} | ${counts.right} | ${counts.wrong} | ${counts.missed} | ${counts['left out']} |\n`)
process.stdout.write(`\nlogins: ${worked} of ${tried} work\n`)

/** Counts what is right, wrong and missed, and says it of everything that is not right. */
function compared(truth: Truth, guesses: readonly Guess[], taken: readonly Guess[]): string[] {
  const lines: string[] = []
  const count = (kind: string, what: keyof Counts, text?: string) => {
    const counts = totals.get(kind) ?? { right: 0, wrong: 0, missed: 0, 'left out': 0 }
    counts[what]++
    totals.set(kind, counts)
    if (text !== undefined) lines.push(`  ${what} ${kind}: ${text}`)
  }
  const found = new Set<string>()
  for (const guess of taken) {
    const entry = (truth[guess.kind] ?? []).find((each) => isSame(each, guess))
    if (entry !== undefined) {
      if (!found.has(`${guess.kind} ${entry}`)) count(guess.kind, 'right')
      found.add(`${guess.kind} ${entry}`)
    } else if (!(truth.perhaps ?? []).some((each) => isSame(each, guess)) && guess.kind !== 'accounts')
      count(
        guess.kind,
        'wrong',
        `${guess.subject} ${guess.operationId ?? ''} ${guess.scheme ?? ''} (${guess.certainty})`,
      )
  }
  for (const [kind, entries] of Object.entries(truth))
    for (const entry of kind === 'perhaps' ? [] : entries) {
      if (found.has(`${kind} ${entry}`)) continue
      const unsure = guesses.some((guess) => guess.kind === kind && isSame(entry, guess))
      count(kind, unsure ? 'left out' : 'missed', entry)
    }
  return lines
}

function isSame(entry: string, { operationId, scheme, kind }: Guess): boolean {
  const [id, wanted] = entry.split(' ')
  if (kind === 'key' || kind === 'scheme') return id?.toLowerCase() === scheme?.toLowerCase()
  return id === operationId && (wanted === undefined || wanted.toLowerCase() === scheme?.toLowerCase())
}
