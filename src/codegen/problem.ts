import { relative, resolve, sep } from 'node:path'
import { type Document, getLineColLocation, type NormalizedProblem, YamlParseError } from '@redocly/openapi-core'
import { partsOf } from './components.ts'
import { isInData } from './walk.ts'
import type { PlacedFault } from './way-faults.ts'

/** A contract that cannot be generated from; its message is what the command prints, one problem a line. */
export class InvalidContract extends Error {
  override readonly name = 'InvalidContract'

  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause })
  }
}

/**
 * What the rules want beyond the specification: extensions of other tools in the form Redocly's own have, and every
 * operation secured, where only the names in its requirements have to be declared.
 */
export function isOfTheSpecification({ ruleId, location }: NormalizedProblem): boolean {
  const pointer = location[0]?.pointer ?? ''
  if (isInData(partsOf(pointer))) return false
  return ruleId !== 'security-defined' || /\/security\/\d+\/[^/]+$/.test(pointer)
}

/** A line a problem, in the order of the places: `openapi/mine/openapi.yaml:12:7 struct: Expected type …` */
export function problemLines(problems: readonly NormalizedProblem[]): string[] {
  return problems.map(problemLine).sort(new Intl.Collator('en', { numeric: true }).compare)
}

function problemLine({ location, ruleId, message }: NormalizedProblem): string {
  const [place] = location
  if (!place) return `${ruleId}: ${flat(message)}`
  const { start } = getLineColLocation(place)
  return `${relative('.', place.source.absoluteRef)}:${start.line}:${start.col} ${ruleId}: ${flat(message)}`
}

/** A line a fault of what the file says beyond the specification. */
export function faultLines({ source }: Document, faults: readonly PlacedFault[]): string[] {
  return faults.map(({ pointer, message }) => {
    const { start } = getLineColLocation({ source, pointer, reportOnKey: true })
    return `${relative('.', source.absoluteRef)}:${start.line}:${start.col} ways: ${flat(message)}`
  })
}

/** What went wrong before any rule could look: no such file, or text that is neither YAML nor JSON. */
export function unreadable(file: string, error: Error): InvalidContract {
  if (error instanceof YamlParseError) {
    const { line = 1, col = 1 } = error as YamlParseError & { line?: number; col?: number }
    return new InvalidContract([`${relative('.', file)}:${line}:${col} syntax: ${reason(error.originalError)}`], error)
  }
  return new InvalidContract([`${relative('.', file)} cannot be read: ${reason(error)}`], error)
}

/** A file that is something else than OpenAPI 3.0 or 3.1, or does not say what it is. */
export function wrongVersion({ source, parsed }: Document): InvalidContract {
  const { openapi, swagger } = (parsed ?? {}) as { readonly openapi?: unknown; readonly swagger?: unknown }
  const key = swagger === undefined ? 'openapi' : 'swagger'
  const { start } = getLineColLocation({ source, pointer: `#/${key}`, reportOnKey: false })
  const found = swagger === undefined ? openapi : `Swagger ${swagger}`
  const got = found === undefined ? 'nothing' : typeof found === 'string' ? `"${found}"` : `the number ${found}`
  const place = `${relative('.', source.absoluteRef)}:${start.line}:${start.col}`
  return new InvalidContract([`${place} version: Expected "openapi" to be 3.0.x or 3.1.x, got ${got}`])
}

function reason(error: Error): string {
  const [text = ''] = error.message.split('\n')
  return flat(text.replace(/^(YAMLException|Error): /, '').replace(/ in ".*" \(\d+:\d+\)$/, ''))
}

/** On one line, without the full stop, with the names of files as the user wrote them. */
function flat(text: string): string {
  return text
    .replaceAll(resolve('.') + sep, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
}
