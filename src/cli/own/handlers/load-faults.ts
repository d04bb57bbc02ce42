import { existsSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { lineAt } from '../../../codegen/problem.ts'
import { LostImport } from './fresh-modules.ts'
import { placeOf, type SourcePlace, syntaxPlace } from './source-place.ts'

type Texts = ReadonlyMap<string, string>

/** Why a handlers file cannot be loaded, as one line: `handlers.ts:3:8 handlers: Expression expected`. */
export async function loadFault(file: string, texts: Texts, error: unknown): Promise<string> {
  if (error instanceof LostImport) return lostImport(error, texts.get(error.importer) ?? '')
  const place = placeOf(error) ?? (await brokenSyntax(error, texts)) ?? { file, line: 1, column: 1 }
  return handlersLine(place, `${saying(error)}${remedyOf(error)}`)
}

/** A line of what is wrong with handlers at a place. */
export function handlersLine({ file, line, column }: SourcePlace, message: string): string {
  return lineAt({ absoluteRef: file }, { line, col: column }, 'handlers', message)
}

function saying(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${JSON.stringify(error) ?? String(error)} while loading`
  return error instanceof SyntaxError ? error.message : `${error.name} while loading: ${error.message}`
}

const remedies: Readonly<Record<string, string>> = {
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    '; Node runs what is left when types are removed: write an object or a union instead of an enum, a module instead of a namespace, and fields instead of parameter properties ("erasableSyntaxOnly" in tsconfig.json finds them)',
}

function remedyOf(error: unknown): string {
  return remedies[String((error as { readonly code?: unknown } | undefined)?.code)] ?? ''
}

/** Node says what is wrong with a module and not where; the file that was loaded last is the likeliest. */
async function brokenSyntax(error: unknown, texts: Texts): Promise<SourcePlace | undefined> {
  if (!(error instanceof SyntaxError)) return undefined
  for (const [file, text] of [...texts].toReversed()) {
    const place = await syntaxPlace(file, text)
    if (place) return place
  }
  return undefined
}

function lostImport({ specifier, importer, message }: LostImport, text: string): string {
  const at = Math.max(...[`'${specifier}'`, `"${specifier}"`].map((quoted) => text.indexOf(quoted)))
  return handlersLine(placeIn(importer, text, at), `${message}; ${remedyFor(specifier, importer)}`)
}

/** The line and column of an index of a text; the beginning of the file for -1. */
export function placeIn(file: string, text: string, at: number): SourcePlace {
  const lines = text.slice(0, Math.max(at, 0)).split('\n')
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

const endings: readonly string[] = ['.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js']

function remedyFor(specifier: string, importer: string): string {
  if (!/^[./]/.test(specifier)) return `install the package that has it: npm install ${packageOf(specifier)}`
  const bare = /^\.[mc]?js$/.test(extname(specifier)) ? specifier.slice(0, -extname(specifier).length) : specifier
  const there = endings.find((ending) => existsSync(resolve(dirname(importer), `${bare}${ending}`)))
  return there === undefined ? 'create the file, or correct its name' : `write "${bare}${there}"`
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
