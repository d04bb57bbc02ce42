import { Command } from 'commander'
import type { Situation } from '../prove/situations.ts'
import { configOption } from './config-file.ts'
import { printable, UsageFailure } from './failure.ts'
import { overlayOption } from './overlay-option.ts'
import type { OwnOptions } from './stub-source.ts'
import { screen, stopOnSignal } from './verify-screen.ts'
import { positive } from './verify-values.ts'

interface Flags extends OwnOptions {
  readonly command?: string
  readonly name?: string
  readonly only: readonly string[]
  readonly timeout: number
  readonly list?: true
  readonly junit?: string
  readonly json?: string
  readonly html?: string
}

const help = `
The command is run once for each situation, against a server that Latchkey starts for it. It finds in its environment

  LATCHKEY_URL        where the API is, base path included; a world of its own, with the demo data
  LATCHKEY_SITUATION  the name of the situation, for a client that wants to know

What the client does is judged by the requests that arrive. What it never does is "not shown", which is no success.

  latchkey prove ./openapi.yaml --command "npm test"
  latchkey prove shop --command "node login.mjs" --only expired --html report.html

Exit codes: 0: the client is right in all that it showed. 1: it is not. 2: it could not be run. 130: interrupted.`

/** `latchkey prove`: judges a client by what it sends while credentials expire and gateways fail. */
export function proveCommand(environment: NodeJS.ProcessEnv): Command {
  const all = (value: string, before: readonly string[]) => [...before, value]
  return new Command('prove')
    .description('Judge whether a client handles credentials correctly, by what it sends')
    .argument(
      '<api>',
      'the API that it is a client of: your own by the file, folder or URL of its contract or by its name in latchkey.config.yaml, or a built-in one by name',
    )
    .option('--command <command>', 'what runs the client, such as "npm test"; it reads LATCHKEY_URL')
    .addOption(configOption())
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .option('--name <name>', 'the name of your API; default: that of the configuration, else of its title')
    .option('--only <situation>', 'only this situation, and the usual one; repeatable', all, [])
    .option('--timeout <seconds>', 'how long one run of the client may take', positive, 60)
    .option('--list', 'say which situations there are, and stop')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as a page of its own')
    .addHelpText('after', help)
    .action((api: string, flags: Flags) => proveOrRefuse(api, flags, environment))
}

async function proveOrRefuse(word: string, flags: Flags, environment: NodeJS.ProcessEnv): Promise<void> {
  const { signal } = stopOnSignal()
  try {
    process.exitCode = await run(word, flags, environment, signal)
  } catch (error) {
    if (signal.aborted) process.exit(130)
    process.stderr.write(`${printable(error)}\n`)
    process.exit(2)
  }
}

async function run(word: string, flags: Flags, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<number> {
  const [
    { testedApi },
    { prove },
    { clientCommand },
    { exitCodeOf },
    { consoleReporter },
    { openReports },
    { situationsOf },
  ] = await Promise.all([
    import('./tested-api.ts'),
    import('../prove/prove.ts'),
    import('../prove/run-client.ts'),
    import('../verify/report.ts'),
    import('../verify/reports/console.ts'),
    import('../verify/reports/write.ts'),
    import('../prove/situations.ts'),
  ])
  const { api } = await testedApi(word, flags, environment)
  if (flags.list) {
    process.stdout.write(listed(situationsOf(api)))
    return 0
  }
  const { command, only, timeout } = flags
  if (command === undefined) throw new UsageFailure('Name what runs the client, such as --command "npm test"')
  const files = (['junit', 'json', 'html'] as const).flatMap((form) => {
    const path = flags[form]
    return path === undefined ? [] : [{ form, path }]
  })
  const reports = openReports(files, { folder: process.cwd() })
  const reporter = consoleReporter(screen)
  const report = await prove({
    api,
    client: command,
    run: clientCommand(command, environment),
    ...(only.length > 0 && { only }),
    patience: timeout * 1_000,
    signal,
    onPlan: (title, checks) => reporter.plan(`${title}: ${command}`, checks),
    onStart: (situation, at) => reporter.start(situation, at),
    onCheck: (record, at) => reporter.check(record, at),
  })
  reporter.end(report)
  reports.write(report)
  return exitCodeOf(report)
}

function listed(situations: readonly Pick<Situation, 'id' | 'says'>[]): string {
  const width = Math.max(...situations.map(({ id }) => id.length))
  return situations.map(({ id, says }) => `${id.padEnd(width)}  ${says}\n`).join('')
}
