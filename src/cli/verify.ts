import { Command } from 'commander'
import type { ReportFile } from '../verify/reports/write.ts'
import type { VerifyOptions } from '../verify/verify.ts'
import { configOption } from './config-file.ts'
import { Failure, printable } from './failure.ts'
import { overlayOption } from './overlay-option.ts'
import type { OwnOptions } from './stub-source.ts'
import { type CiFlags, type GithubLog, githubLog, surroundingsOf, withCiOptions } from './verify-ci.ts'
import { help } from './verify-help.ts'
import { type HistoryFlags, historyOf } from './verify-history.ts'
import { screen, stopOnSignal } from './verify-screen.ts'
import { credentialSetting, positive, share, whole } from './verify-values.ts'

interface Flags extends OwnOptions, HistoryFlags, CiFlags {
  readonly name?: string
  readonly credential: readonly string[]
  readonly url?: string
  readonly with?: string
  readonly set: readonly string[]
  readonly demo?: true
  readonly sandbox?: string
  readonly operation: readonly string[]
  readonly fact: readonly string[]
  readonly tag: readonly string[]
  readonly rule: readonly string[]
  readonly skip: readonly string[]
  readonly strict?: true
  readonly baseline?: string
  readonly failOnNotRun?: number | true
  readonly parallel?: number
  readonly list?: true
  readonly checkHooks?: true
  readonly template?: true
  readonly selfTest?: true
  readonly bail?: true
  readonly timeout: number
  readonly maxRequests?: number
  readonly wait?: number
  readonly iOwnThisServer?: true
  readonly junit?: string
  readonly json?: string
  readonly html?: string
  readonly trace?: string
}

export function verifyCommand(environment: NodeJS.ProcessEnv): Command {
  const all = (value: string, before: readonly string[]) => [...before, value]
  const command = new Command('verify')
    .description('Hold any server to what an API promises, over HTTP alone')
    .argument(
      '<api>',
      'the API that it has to be: your own by the file, folder or URL of its contract or by its name in latchkey.config.yaml, or a built-in one by name',
    )
    .option('--url <url>', 'where the API stands, base path included; may be left out with --sandbox')
    .option('--with <file>', 'YAML with the people and the hooks of the server')
    .option(
      '--set <name=value>',
      'one input, people.ordinary.password=… or hooks.advanceClock.url=…; repeatable',
      all,
      [],
    )
    .option(
      '--credential <scheme=value>',
      'a valid credential of a security scheme of your contract, or of a role with scheme:role=value; name:password for HTTP Basic; repeatable',
      all,
      [],
    )
    .addOption(configOption())
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .option(
      '--name <name>',
      'the name of your API on the server of --sandbox; default: that of the configuration, else of its title',
    )
    .option('--demo', 'the people of the demo data')
    .option('--sandbox <url>', 'a Latchkey server: its hooks, and a world of its own for each check')
    .option('--operation <id>', 'only the checks of this operation, or "api" for those of none; repeatable', all, [])
    .option('--fact <id>', 'only the checks that hold this fact; repeatable', all, [])
    .option('--tag <tag>', 'only the checks of this kind, or of operations with this tag; repeatable', all, [])
    .option('--rule <id>', 'only the checks that were derived by this rule; repeatable', all, [])
    .option('--failed', 'only the checks that failed in the last run from this folder')
    .option('--skip <what>', 'leave out checks by id, pattern with *, tag or rule; repeatable', all, [])
    .option('--strict', 'fail for advice, too')
    .option(
      '--baseline <file>',
      'YAML with known deviations and a reason for each; fails for entries that are out of date',
    )
    .option('--write-baseline <file>', 'write the deviations of this run, with reasons to fill in')
    .option('--fail-on-not-run [share]', 'fail if more than this share of the checks is not run, such as 10%', share)
    .option('--parallel <number>', 'checks to run at once; default: the number of cores with --sandbox, else 1', whole)
    .option('--check-hooks', 'try each hook by itself, say whether it does what it must, and stop')
    .option('--list', 'say what would be run, and stop')
    .option('--template', 'print a commented file for --with, and stop')
    .option(
      '--self-test',
      'break a server that Latchkey makes of the contract in many ways, and say which of them the checks see',
    )
    .option('--bail', 'run nothing after the first deviation')
    .option('--timeout <seconds>', 'how long a request may take', positive, 15)
    .option('--max-requests <number>', 'how many requests may be made in all', whole)
    .option(
      '--wait <seconds>',
      'how long a check may wait for something to expire where no hook advances the clock',
      positive,
    )
    .option('--i-own-this-server', 'guess at a server that is not on this machine')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as a page of its own')
    .option('--trace <folder>', 'write every request of each check that did not pass, as text and HAR')
  return withCiOptions(command)
    .addHelpText('after', help)
    .action((api: string, flags: Flags) => runOrRefuse(api, flags, environment))
}

/** Not to be able to is another thing than a deviation, and so is to be stopped before anything was run. */
async function runOrRefuse(api: string, flags: Flags, environment: NodeJS.ProcessEnv): Promise<void> {
  const { signal } = stopOnSignal()
  const github = githubLog(flags, environment, screen.write)
  try {
    if (flags.selfTest) {
      const { selfTestOf } = await import('./verify-self-test.ts')
      process.exitCode = await selfTestOf(api, flags, environment, signal)
      return
    }
    const { verifySubject } = await import('./verify-subject.ts')
    const subject = await verifySubject(api, flags, environment)
    await run(flags, { ...subject, ...optionsOf(flags, environment, signal) }, environment, github)
  } catch (error) {
    if (signal.aborted) process.exit(130)
    process.stderr.write(`${printable(error)}\n`)
    await github.fail(printable(error))
    process.exit(2)
  }
}

async function run(
  flags: Flags,
  options: VerifyOptions,
  environment: NodeJS.ProcessEnv,
  github: GithubLog,
): Promise<void> {
  if (flags.template) return print(await import('../verify/list.ts').then(({ templateOf }) => templateOf(options)))
  if (flags.checkHooks) return tryHooks(options)
  if (flags.list) return print(await import('../verify/list.ts').then(({ listing }) => listing(options)))
  const [{ verify }, { exitCodeOf }, { consoleReporter }, { openReports }, { traceInto }] = await Promise.all([
    import('../verify/verify.ts'),
    import('../verify/report.ts'),
    import('../verify/reports/console.ts'),
    import('../verify/reports/write.ts'),
    import('../verify/reports/trace.ts'),
  ])
  const surroundings = await surroundingsOf(options.own, environment)
  const reports = openReports(filesOf(flags), surroundings)
  const reporter = consoleReporter(screen)
  const history = await historyOf(flags, options)
  github.begin()
  const report = await verify({
    ...options,
    ...history.options,
    ...(flags.trace !== undefined && { onTrace: traceInto(flags.trace) }),
    onPlan: ({ subject, url, checks }) => reporter.plan(`${subject.contract.title}, at ${url}`, checks.length),
    onStart: ({ id }, at) => reporter.start(id, at),
    onCheck: (record, at) => reporter.check(record, at),
  })
  reporter.end(report)
  reports.write(report)
  history.keep(report)
  await github.end(report, surroundings)
  process.exitCode = exitCodeOf(report)
}

async function tryHooks(options: VerifyOptions): Promise<void> {
  const [{ checkHooks }, { exitCodeOfTrials, trialLines }] = await Promise.all([
    import('../verify/check-hooks/check-hooks.ts'),
    import('../verify/check-hooks/words.ts'),
  ])
  const trials = await checkHooks(options)
  print(`${trialLines(trials).join('\n')}\n`)
  process.exitCode = exitCodeOfTrials(trials)
}

function print(text: string): void {
  process.stdout.write(text)
}

function optionsOf(
  flags: Flags,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Omit<VerifyOptions, 'api' | 'own'> {
  const { url, sandbox, demo, set, credential, operation, fact, tag, rule, skip } = flags
  const { strict, baseline, failOnNotRun, parallel, bail, timeout, maxRequests, wait, iOwnThisServer } = flags
  if (url === undefined && sandbox === undefined && !flags.list && !flags.template)
    throw new Failure('Say which server: --url http://127.0.0.1:3000/api, or --sandbox http://localhost:4000')
  return {
    set: [...set, ...credential.map(credentialSetting)],
    ...{ url, sandbox, demo, environment, withFile: flags.with, bail, timeout, maxRequests, wait, signal },
    ...{ operations: operation, facts: fact, tags: tag, rules: rule, skip, ownsServer: iOwnThisServer },
    ...{ strict, baseline, parallel, mostNotRun: failOnNotRun === true ? 0 : failOnNotRun },
  }
}

function filesOf({ junit, json, html, sarif }: Flags): ReportFile[] {
  const files = { junit, json, html, sarif }
  return Object.entries(files).flatMap(([form, path]) =>
    path === undefined ? [] : [{ form: form as ReportFile['form'], path }],
  )
}
