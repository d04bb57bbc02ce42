import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/** How many files are listed. */
const listed = 10

/** Ends a run with its slowest files and its length, so that the time budget of `npm test` stays visible. */
export class SlowestFiles implements Reporter {
  #started = 0

  onTestRunStart(): void {
    this.#started = performance.now()
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.map((module) => ({ file: relative('.', module.moduleId), seconds: secondsOf(module) }))
    const slowest = rows.toSorted((one, other) => other.seconds - one.seconds).slice(0, listed)
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
    const whole = ((performance.now() - this.#started) / 1_000).toFixed(1)
    process.stdout.write(`\nSlowest of ${rows.length} files, in a run of ${whole} s:\n${lines.join('\n')}\n`)
  }
}

function secondsOf(module: TestModule): number {
  const { duration, collectDuration, setupDuration } = module.diagnostic()
  return (duration + collectDuration + setupDuration) / 1_000
}
