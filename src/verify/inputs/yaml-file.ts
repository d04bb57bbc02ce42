import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { CannotVerify } from '../cannot-verify.ts'

/** What a YAML file holds; throws a {@link CannotVerify} that names file and line and quotes nothing of it. */
export function readYaml(file: string): unknown {
  const lineCounter = new LineCounter()
  const document = parseDocument(read(file), { lineCounter, prettyErrors: false })
  const [fault] = document.errors
  if (!fault) return document.toJS()
  const { line, col } = lineCounter.linePos(fault.pos[0])
  const kind = fault.code.toLowerCase().replaceAll('_', ' ')
  throw new CannotVerify(`"${file}" is no YAML at line ${line}, column ${col}: ${kind}`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CannotVerify(`The file "${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      cause: error,
    })
  }
}
