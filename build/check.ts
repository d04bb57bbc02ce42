import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'

/** What `npm run check` looks at, side by side: reading all the types takes as long as everything else together. */
const lanes = [['types'], ['format', 'pages', 'contracts', 'generated', 'changes']] as const

/** Runs one after the other and says what each said, also after one that failed; whether all is well. */
async function inTurn(names: readonly string[]): Promise<boolean> {
  const results: boolean[] = []
  for (const name of names) results.push(await check(name))
  return results.every(Boolean)
}

async function check(name: string): Promise<boolean> {
  const begun = performance.now()
  const child = spawn('npm', ['run', '--silent', `check:${name}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  const [out, error, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended])
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  process.stdout.write(`check:${name} ${code === 0 ? 'holds' : 'FAILS'}, ${seconds} s\n`)
  process.stdout.write(out)
  process.stderr.write(error)
  return code === 0
}

const results = await Promise.all(lanes.map(inTurn))
process.exitCode = results.every(Boolean) ? 0 : 1
