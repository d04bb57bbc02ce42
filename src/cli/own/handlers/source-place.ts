import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isMarked, withoutMarks } from './fresh-modules.ts'

/** A place in a file, counted from 1. */
export interface SourcePlace {
  /** An absolute path. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The innermost place of an error that is in a module of the user; undefined for what is thrown without a stack. */
export function placeOf(error: unknown): SourcePlace | undefined {
  const { stack } = Object(error) as { readonly stack?: unknown }
  return typeof stack === 'string' ? (shownPlace(stack) ?? framePlace(stack)) : undefined
}

/** Of what Node shows above a stack: an address with the number of a line, the lines before it, and carets, except at the end of a file. */
function shownPlace(stack: string, compiled?: string): SourcePlace | undefined {
  const [, address = '', line = 1] = /^(\S+):(\d+)\n/.exec(stack) ?? []
  const [, indent = ''] = /^\S+\n(?:.*\n){1,3}?( *)\^/.exec(stack) ?? []
  const file = isMarked(address) ? fileOf(address) : address === compiledName ? compiled : undefined
  return file === undefined ? undefined : { file, line: Number(line), column: indent.length + 1 }
}

function framePlace(stack: string): SourcePlace | undefined {
  for (const [, address = '', line, column] of stack.matchAll(/(file:\/\/\S+?):(\d+):(\d+)\)?$/gm))
    if (isMarked(address)) return { file: fileOf(address), line: Number(line), column: Number(column) }
  return undefined
}

function fileOf(address: string): string {
  return fileURLToPath(withoutMarks(address))
}

const compiledName = 'text'

/** Compiles the text of a module in a process of its own, since Node shows only there where the mistake is. */
const compiling = `import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { SourceTextModule } from 'node:vm'
const text = readFileSync(0, 'utf8')
new SourceTextModule(process.argv[1] === 'typed' ? stripTypeScriptTypes(text) : text, { identifier: '${compiledName}' })`

/** Where the text of a module is wrong; undefined if it compiles. */
export function syntaxPlace(file: string, text: string): Promise<SourcePlace | undefined> {
  const typed = /\.m?ts$/.test(file) ? 'typed' : 'plain'
  const flags = ['--no-warnings', '--experimental-vm-modules', '--input-type=module', '--eval', compiling, typed]
  return new Promise((done) => {
    const child = execFile(process.execPath, flags, (_error, _out, shown) => done(shownPlace(shown, file)))
    child.stdin?.on('error', () => {}).end(text)
  })
}
