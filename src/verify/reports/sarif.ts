import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CheckRecord, Report, Result } from '../report.ts'
import { exitCodeOf } from '../report.ts'
import type { ContractPlaces } from './contract-places.ts'
import { ruleIdOf, rulesOf } from './sarif-rules.ts'
import { reasonLine } from './words.ts'

/** What a report is written with, beyond the run. */
export interface Surroundings {
  /** Undefined for a built-in API. */
  readonly places?: ContractPlaces | undefined
  /** The folder that paths of files are relative to. */
  readonly folder: string
}

/** The report as SARIF 2.1.0: a result for each deviation, a notification for what could not be judged. */
export function sarifReport(report: Report, surroundings: Surroundings): string {
  const { api, latchkey, checks, verdict, totals, url } = report
  const seen = checks.filter(({ result }) => levels[result] !== undefined)
  const rules = rulesOf(seen)
  const ruleIds = rules.map(({ id }) => id)
  const run = {
    tool: { driver: { name: 'Latchkey', semanticVersion: latchkey, rules } },
    automationDetails: { id: `latchkey-verify/${api}/` },
    invocations: [invocationOf(report)],
    columnKind: 'utf16CodeUnits',
    results: seen.map((check) => resultOf(check, api, ruleIds, surroundings)),
    properties: { api, url, verdict, totals },
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** Of the results that are deviations; the rest are not results of an analysis. */
const levels: Readonly<Partial<Record<Result, (check: CheckRecord) => 'error' | 'warning' | 'note'>>> = {
  // Advice fails a run with --strict alone.
  deviation: ({ severity }) => (severity === 'contract' ? 'error' : 'warning'),
  advice: () => 'note',
  known: ({ severity }) => (severity === 'contract' ? 'error' : 'note'),
}

function invocationOf(report: Report) {
  const { checks, stale, shortfalls, notRun, started } = report
  const failed = checks.filter(({ result }) => result === 'error' || result === 'inconclusive')
  const notes = [
    ...failed.map((check) => ({ level: 'error', message: { text: `${check.id}: ${reasonLine(check)}` } })),
    ...[...stale, ...shortfalls].map((text) => ({ level: 'error', message: { text } })),
    ...notRun.map(({ reason, checks: count }) => ({
      level: 'note',
      message: { text: `${count} not run: ${reason}` },
    })),
  ]
  return {
    executionSuccessful: notes.every(({ level }) => level !== 'error') && report.verdict !== 'interrupted',
    exitCode: exitCodeOf(report),
    startTimeUtc: started,
    toolExecutionNotifications: notes,
  }
}

function resultOf(check: CheckRecord, api: string, ruleIds: readonly string[], surroundings: Surroundings) {
  const ruleId = ruleIdOf(check)
  const { evidence, known } = check
  return {
    ruleId,
    ruleIndex: ruleIds.indexOf(ruleId),
    level: levels[check.result]?.(check),
    message: { text: `${check.id}: ${reasonLine({ ...check, result: 'deviation' })}` },
    locations: [locationOf(check, api, surroundings)],
    // The id of a check is all that stays the same from run to run; code scanning of GitHub reads the second.
    partialFingerprints: {
      'latchkeyCheck/v1': `${api}/${check.id}`,
      primaryLocationLineHash: `${api}/${check.id}`,
    },
    ...(known !== null && { suppressions: [{ kind: 'external', status: 'accepted', justification: known }] }),
    ...(evidence && messagesOf(evidence)),
    properties: { tags: check.tags, ...(evidence && { curl: evidence.curl }) },
  }
}

function messagesOf({ request, answer }: NonNullable<CheckRecord['evidence']>) {
  return {
    webRequest: { method: request.method, target: request.url, ...contentOf(request) },
    webResponse: answer ? { statusCode: answer.status, ...contentOf(answer) } : { noResponseReceived: true },
  }
}

interface Content {
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | null
}

function contentOf({ headers, body }: Content) {
  const fields = Map.groupBy(headers, ([name]) => name)
  const joined = [...fields].map(([name, each]) => [name, each.map(([, value]) => value).join(', ')] as const)
  return { headers: Object.fromEntries(joined), ...(body !== null && { body: { text: body } }) }
}

/** The contract of a built-in API is no file of the user, so that only the operation can be named. */
function locationOf({ operation }: CheckRecord, api: string, { places, folder }: Surroundings) {
  const position = places?.positionOf(operation)
  const name = operation ?? api
  const kind = operation === null ? 'module' : 'function'
  return {
    ...(places && {
      physicalLocation: {
        artifactLocation: artifactOf(places.file, folder),
        ...(position && { region: { startLine: position.line, startColumn: position.column } }),
      },
    }),
    logicalLocations: [{ name, fullyQualifiedName: operation === null ? api : `${api}/${operation}`, kind }],
  }
}

/** Relative to the folder of the run where the file is below it, as code hosts want it. */
function artifactOf(file: string, folder: string) {
  const path = URL.canParse(file) ? undefined : pathBelow(file, folder)
  if (path !== undefined) return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' }
  return { uri: URL.canParse(file) ? file : pathToFileURL(file).href }
}

/** The path of a file from a folder that it is below; undefined for one elsewhere. */
export function pathBelow(file: string, folder: string): string | undefined {
  const path = relative(folder, file)
  return path.startsWith('..') ? undefined : path
}
