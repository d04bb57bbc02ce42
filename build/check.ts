import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'

/** What `npm run check` looks at, side by side: reading all the types takes as long as everything else together. */
const lanes = [['types'], ['format', 'pages', 'contracts', 'generated', 'changes']] as const

/** Runs one after the other and says what each said, also after one that failed; the names of those that did. */
async function inTurn(names: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = []
  for (const name of names) if (!(await check(name))) failed.push(`check:${name}`)
  return failed
}

async function check(name: string): Promise<boolean> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['--run', `check:${name}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  const [out, error, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended])
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  process.stdout.write(`check:${name} ${code === 0 ? 'holds' : 'FAILS'}, ${seconds} s\n`)
  process.stdout.write(out)
  process.stderr.write(error)
  return code === 0
}

const failed = (await Promise.all(lanes.map(inTurn))).flat()
if (failed.length > 0) {
  process.stderr.write(`\n${failed.join(', ')} failed; what is wrong stands above\n`)
  process.exitCode = 1
}
