import { ContractFiles } from '../codegen/contract-files.ts'
import { InvalidContract } from '../codegen/invalid-contract.ts'
import { faultLine, pointerOf, unreadable } from '../codegen/problem.ts'
import type { ConfigFault } from './fault.ts'
import { type Substituted, substitute } from './variables.ts'

/** A YAML or JSON file with the values of environment variables; `hide` keeps them out of messages. */
export interface LocatedFile extends Substituted {
  /** As it is written. */
  readonly written: unknown
  /** A fault as one line, with the line and column of its place. */
  line(rule: string, fault: ConfigFault): string
}

/** Reads a file, by its absolute path; throws an {@link InvalidContract} if it cannot. */
export async function readLocated(file: string, environment: NodeJS.ProcessEnv): Promise<LocatedFile> {
  const document = await new ContractFiles(file, false).resolveDocument(null, file).catch((error: Error) => error)
  if (document instanceof InvalidContract) throw Object.assign(document, { sources: [file] })
  if (document instanceof Error) throw Object.assign(unreadable(file, document), { sources: [file] })
  const { source, parsed } = document
  const substituted = substitute(parsed, environment)
  return {
    ...substituted,
    written: parsed,
    line: (rule, { path, message, onKey = false }) =>
      faultLine({ source, pointer: pointerOf(path), rule, message: substituted.hide(message), onKey }),
  }
}
