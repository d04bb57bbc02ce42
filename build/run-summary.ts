import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** How many files are listed. */
const listed = 10

/**
 * Ends a run with its slowest files and its length, so that the time budget of `npm test` stays visible, and with a line for each
 * test that failed, so that the end of a log is enough.
 */
export class RunSummary implements Reporter {
  #started = 0

  onTestRunStart(): void {
    this.#started = performance.now()
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const rows = modules.map((module) => ({ file: relative('.', module.moduleId), seconds: secondsOf(module) }))
    const slowest = rows.toSorted((one, other) => other.seconds - one.seconds).slice(0, listed)
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
    const whole = ((performance.now() - this.#started) / 1_000).toFixed(1)
    process.stdout.write(`\nSlowest of ${rows.length} files, in a run of ${whole} s:\n${lines.join('\n')}\n`)
    const outside = unhandled.map(({ message }) => `FAILED outside of tests: ${firstLine(message)}\n`)
    process.stdout.write([...modules.flatMap(failuresOf), ...outside].join(''))
  }
}

function failuresOf(module: TestModule): string[] {
  const file = relative('.', module.moduleId)
  const failed = [...module.children.allTests('failed')]
  return [
    ...module.errors().map(({ message }) => `FAILED ${file}: ${firstLine(message)}\n`),
    ...failed.map((test) => `FAILED ${file}: ${test.fullName}: ${firstLine(errorOf(test))}\n`),
  ]
}

function errorOf(test: TestCase): string {
  return test.result().errors?.[0]?.message ?? ''
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function secondsOf(module: TestModule): number {
  const { duration, collectDuration, setupDuration } = module.diagnostic()
  return (duration + collectDuration + setupDuration) / 1_000
}
