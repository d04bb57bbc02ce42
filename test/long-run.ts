import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/** A test that is short in every run of the suite, and long when it is asked for by name. */
interface LongRun {
  readonly file: string
  readonly does: string
  /** What there are many of, the variable that says how many, and how many there are unless said. */
  readonly many: readonly [what: string, variable: string, usual: string]
  readonly seed: readonly [variable: string, usual: string]
}

const longRuns: Readonly<Record<string, LongRun>> = {
  kill: {
    file: 'test/faults/kill.test.ts',
    does: 'Kills a server under load, starts it again, and looks for all that was acknowledged.',
    many: ['rounds', 'LATCHKEY_KILL_ROUNDS', '200'],
    seed: ['LATCHKEY_KILL_SEED', 'by chance'],
  },
  properties: {
    file: 'test/attacks/properties.test.ts',
    does: 'Sends generated requests to every operation, and holds each answer to its contract.',
    many: ['cases', 'LATCHKEY_PROPERTY_CASES', '200000'],
    seed: ['LATCHKEY_PROPERTY_SEED', '20261125'],
  },
}

function usageOf(name: string, { does, many, seed }: LongRun): string {
  return `npm run ${name} [-- OPTIONS]

${does}

  --${many[0].padEnd(6)} N      how many (${many[2]}, or ${many[1]})
  --seed   N      which ones (${seed[1]}, or ${seed[0]}); each run prints its own
  --only   TEXT   those tests alone that have the text in their names
  --help          this

Tells how far it is. Ends with 0 if everything held, with 1 if not, and with 2 for options that are none.
`
}

/** The whole number above 0 that an option or a variable gives; throws for anything else. */
function count(name: string, given: string | undefined): string | undefined {
  if (given !== undefined && !/^[1-9]\d{0,8}$/.test(given)) throw new RangeError(`${name} takes a whole number above 0`)
  return given
}

function environmentOf(run: LongRun, values: Readonly<Record<string, string | boolean | undefined>>) {
  const { many, seed } = run
  const [much, which] = [values[many[0]], values.seed].map((value) => (value === undefined ? value : String(value)))
  const chosen = count(`--seed or ${seed[0]}`, which ?? process.env[seed[0]])
  return {
    [many[1]]: count(`--${many[0]} or ${many[1]}`, much ?? process.env[many[1]]) ?? many[2],
    ...(chosen !== undefined && { [seed[0]]: chosen }),
  }
}

/** The exit code of the test, or of the refusal to begin it. */
function main([name = '', ...line]: readonly string[]): number {
  const run = longRuns[name]
  if (!run) throw new RangeError(`There is no long run "${name}", only ${Object.keys(longRuns).join(' and ')}`)
  const text = { type: 'string' } as const
  const options = { [run.many[0]]: text, seed: text, only: text, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: [...line], options })
  if (values.help) {
    process.stdout.write(usageOf(name, run))
    return 0
  }
  const only = values.only === undefined ? [] : ['--testNamePattern', String(values.only)]
  const command = ['node_modules/vitest/vitest.mjs', 'run', run.file, '--reporter=verbose', ...only]
  const env = { ...process.env, ...environmentOf(run, values) }
  return spawnSync(process.execPath, command, { stdio: 'inherit', env }).status ?? 1
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\nSee --help\n`)
  process.exitCode = 2
}
