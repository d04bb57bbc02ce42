import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface Report {
  readonly changes: readonly {
    readonly path: string
    readonly verdicts: readonly { readonly impact: string; readonly message: string }[]
  }[]
}

/** What would stop clients of one contract from working with another, as `redocly diff` sees it, one text each. */
export async function breakingChanges(released: string, current: string, config: string): Promise<string[]> {
  const command = fileURLToPath(new URL('bin/cli.js', import.meta.resolve('@redocly/cli/package.json')))
  const options = ['--format', 'json', '--fail-on', 'none', '--lint-config', 'off', '--config', config]
  const { stdout } = await run(process.execPath, [command, 'diff', released, current, ...options], { maxBuffer: 64e6 })
  const { changes } = JSON.parse(stdout) as Report
  return changes.flatMap(({ path, verdicts }) =>
    verdicts.filter(({ impact }) => impact === 'major').map(({ message }) => `${path}: ${message}`),
  )
}
