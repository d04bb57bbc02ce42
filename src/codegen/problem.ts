import { relative, resolve, sep } from 'node:path'
import type { Document, NormalizedProblem, Source } from '@redocly/openapi-core'
import { isInData } from '../contract/walk.ts'
import { partsOf } from './components.ts'
import { InvalidContract } from './invalid-contract.ts'
import { OverlaidSource } from './overlay/overlaid-source.ts'
import { getLineColLocation } from './redocly.ts'
import { isWeb } from './reference-policy.ts'

/** What is wrong at a place of a file; `rule` is what the line calls it. */
interface Fault {
  readonly source: Source
  /** A JSON Pointer: `#/paths/~1teas/get`. */
  readonly pointer: string
  readonly rule: string
  readonly message: string
  /** The place is the name of what the pointer leads to. */
  readonly onKey?: boolean
}

interface Position {
  readonly line: number
  readonly col: number
}

/**
 * What the rules want beyond the specification: extensions of other tools in the form Redocly's own have, and every
 * operation secured, where only the names in its requirements have to be declared.
 */
export function isOfTheSpecification({ ruleId, location }: NormalizedProblem): boolean {
  const pointer = location[0]?.pointer ?? ''
  if (isInData(partsOf(pointer))) return ruleId === 'no-unresolved-refs' && pointer.startsWith('#/x-webhooks/')
  return ruleId !== 'security-defined' || /\/security\/\d+\/[^/]+$/.test(pointer)
}

/** A line a problem, in the order of the places: `openapi/mine/openapi.yaml:12:7 struct: Expected type …` */
export function problemLines(problems: readonly NormalizedProblem[]): string[] {
  // Making a collator takes a tenth of a second.
  return problems.length < 2
    ? problems.map(problemLine)
    : problems.map(problemLine).sort(new Intl.Collator('en', { numeric: true }).compare)
}

/** What a contract can be generated without: how many places, and a line for each of the first. */
export interface Warnings {
  readonly count: number
  readonly lines: readonly string[]
}

/** Finding the line of a place takes as long as reading the file. */
const mostWarnings = 20

export function warningsOf(problems: readonly NormalizedProblem[]): Warnings {
  return { count: problems.length, lines: problemLines(problems.slice(0, mostWarnings)) }
}

function problemLine({ location, ruleId, message }: NormalizedProblem): string {
  const [place] = location
  if (!place) return `${ruleId}: ${flat(message)}`
  const { source, start } = located(place)
  const text = ruleId === 'no-unresolved-refs' ? withReference(message, source, start) : message
  return lineAt(source, start, ruleId, text)
}

/** Names the reference that leads nowhere, which the rule does not. */
function withReference(message: string, { body }: Source, { line, col }: Position): string {
  const rest = body
    .split('\n', line + 2)
    .slice(line - 1)
    .join('\n')
    .slice(col - 1)
  const [, $ref] = /\$ref["']?\s*:\s*["']?([^"'\s,}]+)/.exec(rest) ?? []
  return $ref === undefined ? message : message.replace('$ref', `"${$ref}"`)
}

/** A line a fault of what the file says beyond the specification. */
export function faultLine({ source, pointer, rule, message, onKey = false }: Fault): string {
  const at = located({ source, pointer, reportOnKey: onKey })
  return lineAt(at.source, at.start, rule, message)
}

/** The same of a character of a text, as far as it is written as it is read. */
export function scalarFaultLine({ source, pointer, rule, message }: Fault, offset: number): string {
  const { start } = located({ source, pointer })
  const line = source.body.split('\n', start.line)[start.line - 1] ?? ''
  const isQuoted = /["']/.test(line[start.col - 1] ?? '')
  return lineAt(source, { ...start, col: start.col + offset + (isQuoted ? 1 : 0) }, rule, message)
}

type Location = Parameters<typeof getLineColLocation>[0]

/** What an overlay put into a contract stands in the file of the overlay. */
function located(location: Location): { readonly source: Source; readonly start: Position } {
  const { source, pointer } = location
  if (!(source instanceof OverlaidSource) || pointer === undefined)
    return { source, start: getLineColLocation(location).start }
  const place = source.placeOf(partsOf(pointer))
  const { start } = getLineColLocation({ ...location, source: place.source, pointer: pointerOf(place.path) })
  return { source: place.source, start }
}

export function lineAt({ absoluteRef }: Pick<Source, 'absoluteRef'>, at: Position, rule: string, text: string): string {
  return `${nameOf(absoluteRef)}:${at.line}:${at.col} ${rule}: ${flat(text)}`
}

/** The JSON Pointer of a place, as Redocly reads it. */
export function pointerOf(parts: readonly string[]): string {
  return `#/${parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25')).join('/')}`
}

/** What went wrong before there was any text: no such file, or an address that does not answer. */
export function unreadable(file: string, error: Error): InvalidContract {
  return new InvalidContract([`${nameOf(file)} cannot be read: ${flat(error.message)}`], error)
}

/** A file that is something else than OpenAPI 3.0 to 3.2, or does not say what it is. */
export function wrongVersion({ source, parsed }: Document): InvalidContract {
  const { openapi, swagger, overlay } = Object(parsed) as Readonly<Record<string, unknown>>
  const key = swagger === undefined ? 'openapi' : 'swagger'
  const found = swagger === undefined ? openapi : `Swagger ${swagger}`
  const got = found === undefined ? 'nothing' : typeof found === 'string' ? `"${found}"` : `the number ${found}`
  const remedy = swagger !== undefined ? converter : overlay !== undefined ? overlayOption : ''
  const message = `Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got ${got}${remedy}`
  return new InvalidContract([faultLine({ source, pointer: `#/${key}`, rule: 'version', message })])
}

const converter = '; convert it first: npx swagger2openapi FILE --outfile openapi.yaml'
const overlayOption = '; this is an overlay: give the contract, and --overlay FILE'

/** Whatever else a contract leads to is a fault of ours, but the user sees one line as of any other. */
export function unexpected(file: string, error: Error): never {
  if (error instanceof InvalidContract) throw error
  const message = `Generating failed unexpectedly (${error.message}); please report it with this contract`
  throw new InvalidContract([lineAt({ absoluteRef: file }, { line: 1, col: 1 }, 'unexpected', message)], error)
}

function nameOf(address: string): string {
  return isWeb(address) ? address : relative('.', address)
}

/** On one line, without the full stop, with the names of files as the user wrote them. */
function flat(text: string): string {
  const line = text
    .replaceAll(resolve('.') + sep, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/\.$/, '')
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line
}

/** A file can put a value of any length into a message. */
const longestMessage = 500
