import type { Document, Source, YamlParseError } from '@redocly/openapi-core'
import { InvalidContract } from './invalid-contract.ts'
import { quickJson } from './json.ts'
import { type ExcessWords, measured } from './limits.ts'
import { lineAt } from './problem.ts'

/**
 * Parses a file by `parse`, or says in one line what is wrong with its text, before anything is made of it; `repeats` tells
 * whether YAML aliases repeat parts of it.
 */
export function parseSoundly(source: Source, isContract: boolean, parse: () => Document) {
  const parsed = isContract || isJson(source) ? quickJson(source.body) : undefined
  if (parsed) return { document: { source, parsed }, repeats: false }
  const document = attempt(source, parse)
  const isJsonFile = isJson(source)
  if (isJsonFile) refuseLaxJson(source)
  if (isJsonFile || !/(?:^|[\s,[{:])\*\S/.test(source.body)) return { document, repeats: false }
  const { lines, repeats } = measured(document, ofAliases)
  if (lines.length > 0) throw new InvalidContract(lines)
  return { document, repeats }
}

const ofAliases: ExcessWords = {
  endless: 'The YAML alias is part of what it repeats; use a $ref for a recursive schema',
  'too many copies': 'The YAML aliases repeat more than 1,000,000 values; use $refs instead',
}

function attempt(source: Source, parse: () => Document): Document {
  try {
    return parse()
  } catch (error) {
    const { originalError } = error as YamlParseError
    const { message, reason = message, mark } = originalError as Error & YamlFault
    const at = mark ? { line: mark.line + 1, col: mark.column + 1 } : secondDocument(source.body)
    throw new InvalidContract(
      [lineAt(source, at, 'syntax', reason.replace(deep, 'nested more than $1 levels deep'))],
      error,
    )
  }
}

/** How js-yaml says it. */
const deep = /^nesting exceeded maxDepth \((\d+)\)$/

/** An error of js-yaml; it has no place where it complains of the file as a whole. */
interface YamlFault {
  readonly reason?: string
  readonly mark?: { readonly line: number; readonly column: number }
}

/** The first marker of a document that follows something else than comments and directives (YAML 1.2.2, 9.2). */
function secondDocument(text: string) {
  const lines = text.split('\n')
  const begins = lines.findIndex((line) => !/^(\s*(#.*)?|%.*|\uFEFF)$/.test(line))
  const second = lines.findIndex((line, index) => index > begins && /^---(\s|$)/.test(line))
  return { line: second + 1, col: 1 }
}

function isJson({ absoluteRef, mimeType = '' }: Source): boolean {
  return /\.json$/i.test(absoluteRef) || /[/+]json\b/.test(mimeType)
}

/** YAML takes what JSON does not, such as a comma too many, and other programs read the same file as JSON. */
function refuseLaxJson(source: Source): void {
  const text = source.body.replace(/^\uFEFF/, '')
  const message = jsonFault(text)
  if (message === undefined) return
  throw new InvalidContract([lineAt(source, positionAt(text, faultOffset(text, message)), 'syntax', wordsOf(message))])
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as SyntaxError).message
  }
}

/** Where V8 does not say which character it means, the text as far as that one is the shortest with this fault. */
function faultOffset(text: string, message: string): number {
  const [, offset] = / at position (\d+)/.exec(message) ?? []
  if (offset !== undefined) return Number(offset)
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (jsonFault(text.slice(0, middle))?.startsWith('Unexpected token')) high = middle
    else low = middle + 1
  }
  return Math.max(low - 1, 0)
}

function wordsOf(message: string): string {
  return message.replace(/(, \.{0,3}".*)? is not valid JSON$| in JSON at position.*$| JSON at position.*$/s, '')
}

function positionAt(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, col: (before.at(-1) ?? '').length + 1 }
}
