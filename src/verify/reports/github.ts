import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import { pathBelow, type Surroundings } from './sarif.ts'
import { groundLines, reasonLine } from './words.ts'

type Level = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly level: Level
  readonly title: string
  readonly message: string
  readonly operation?: string | null
}

/** GitHub shows as many annotations of a level in a step; the rest would go unseen. */
const most = 10

const levels: Readonly<Partial<Record<Result, (check: CheckRecord) => Level>>> = {
  deviation: ({ severity }) => (severity === 'contract' ? 'error' : 'warning'),
  inconclusive: () => 'warning',
  error: () => 'warning',
  advice: () => 'notice',
}

/** The report as workflow commands of GitHub Actions, a line each. */
export function annotationLines(report: Report, surroundings: Surroundings): string[] {
  const all = [...report.checks.flatMap(annotationOf), ...annotationsOfRun(report)]
  return [...Map.groupBy(all, ({ level }) => level).values()]
    .flatMap(shortened)
    .map((each) => commandOf(each, surroundings))
}

/** One line for a run that could not be done. */
export function failureLine(message: string): string {
  return `::error title=${property('latchkey verify')}::${data(message)}`
}

function annotationOf(check: CheckRecord): Annotation[] {
  const level = levels[check.result]?.(check)
  if (level === undefined) return []
  const message = [reasonLine(check), ...groundLines(check)].join('\n')
  return [{ level, title: check.id, message, operation: check.operation }]
}

function annotationsOfRun({ api, stale, shortfalls }: Report): Annotation[] {
  const title = `latchkey verify ${api}`
  return [
    ...stale.map((message) => ({ level: 'error' as const, title, message })),
    ...shortfalls.map((message) => ({ level: 'warning' as const, title, message })),
  ]
}

function shortened(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations
  if (!first || annotations.length <= most) return annotations
  const left = annotations.length - most + 1
  return [
    ...annotations.slice(0, most - 1),
    { level: first.level, title: 'latchkey verify', message: `${left} more are in the summary of the job` },
  ]
}

function commandOf({ level, title, message, operation }: Annotation, surroundings: Surroundings): string {
  const values = { title, ...(operation !== undefined && placeOf(operation, surroundings)) }
  const properties = Object.entries(values).map(([name, value]) => `${name}=${property(String(value))}`)
  return `::${level} ${properties.join(',')}::${data(message)}`
}

/** GitHub knows files of the repository alone. */
function placeOf(operation: string | null, { places, folder }: Surroundings): object {
  const position = places?.positionOf(operation)
  const file = places && position ? pathBelow(places.file, folder) : undefined
  return file === undefined ? {} : { file, line: position?.line, col: position?.column }
}

/** What a server said must not end the command and begin another one. */
function data(text: string): string {
  return printableText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
