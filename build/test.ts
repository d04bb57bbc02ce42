import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `npm test` runs the checks and the tests at the same time, since neither uses a whole machine; with `--full` the tests run in their
 * long form. Ends with 1 if either fails. What the checks said is shown if they fail, so that a run ends with what is wrong.
 */
const { values, positionals } = parseArgs({ options: { full: { type: 'boolean' } }, allowPositionals: true })

const tests = ['vitest', 'run', ...(values.full ? [] : ['--tags-filter=!full']), ...positionals]
const environment = { ...process.env, LATCHKEY_TESTS: values.full ? 'full' : 'brief' }

interface Ended {
  readonly code: number
  readonly output: string
}

/** Runs a command; its output is shown at once, or kept. */
function run([program = '', ...words]: readonly string[], isShown: boolean): Promise<Ended> {
  const child = spawn(program, words, {
    env: environment,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

const [tested, checked] = await Promise.all([run(tests, true), run([process.execPath, '--run', 'check'], false)])
if (checked.code !== 0) process.stdout.write(`\n${checked.output}\n`)
process.stdout.write(`npm test: tests ${told(tested)}, checks ${told(checked)}\n`)
process.exitCode = tested.code === 0 && checked.code === 0 ? 0 : 1

function told({ code }: Ended): string {
  return code === 0 ? 'passed' : 'FAILED'
}
