import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Report } from '../verify/report.ts'
import type { Surroundings } from '../verify/reports/sarif.ts'
import type { OwnContract } from '../verify/subject.ts'

export interface CiFlags {
  readonly sarif?: string
  /** Undefined where neither --github nor --no-github is given. */
  readonly github?: boolean
}

export function withCiOptions(command: Command): Command {
  return command
    .option('--sarif <file>', 'write the report as SARIF 2.1.0')
    .option('--github', 'annotations and a job summary of GitHub Actions; default where GITHUB_ACTIONS is true')
    .option('--no-github', 'no annotations and no job summary')
}

/** Paths in reports are relative to the repository, or else to the folder of the run. */
export async function surroundingsOf(own: OwnContract | undefined, environment: NodeJS.ProcessEnv) {
  const { contractPlaces } = await import('../verify/reports/contract-places.ts')
  const surroundings: Surroundings = {
    places: contractPlaces(own),
    folder: environment.GITHUB_WORKSPACE || process.cwd(),
  }
  return surroundings
}

/** What GitHub Actions is told of a run, beyond what people read. */
export interface GithubLog {
  /** Before anything that a server says is printed. */
  begin(): void
  end(report: Report, surroundings: Surroundings): Promise<void>
  /** For a run that could not be done. */
  fail(message: string): Promise<void>
}

const silent: GithubLog = { begin: () => undefined, end: async () => undefined, fail: async () => undefined }

export function githubLog(
  { github }: CiFlags,
  environment: NodeJS.ProcessEnv,
  write: (text: string) => void,
): GithubLog {
  if (!(github ?? environment.GITHUB_ACTIONS === 'true')) return silent
  // GitHub reads commands in everything that is printed, in what a server answered, too.
  const token = randomUUID()
  let isStopped = false
  const tell = (lines: readonly string[]) => {
    const resumed = isStopped ? [`::${token}::`] : []
    isStopped = false
    write([...resumed, ...lines, ''].join('\n'))
  }
  return {
    begin: () => {
      isStopped = true
      write(`::stop-commands::${token}\n`)
    },
    end: async (report, surroundings) => {
      const { annotationLines } = await import('../verify/reports/github.ts')
      tell(annotationLines(report, surroundings))
      await summarize(report, environment.GITHUB_STEP_SUMMARY)
    },
    fail: async (message) => {
      const { failureLine } = await import('../verify/reports/github.ts')
      tell([failureLine(message)])
    },
  }
}

async function summarize(report: Report, file = ''): Promise<void> {
  if (file === '') return
  const { markdownSummary } = await import('../verify/reports/github-summary.ts')
  appendFileSync(file, markdownSummary(report))
}
