import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { disk } from '../../catalogue/disk.ts'
import { nearestPath } from '../../catalogue/source.ts'
import { readContract } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { operationExtension } from '../../contract/extensions.ts'
import { meant } from '../../contract/nearest.ts'
import type { HandlersFile } from '../../handlers/index.ts'
import { Failure } from '../failure.ts'
import { codeOf, exportFaults, placeOfName } from './handlers/exported.ts'
import { LostImport, loadFresh } from './handlers/fresh-modules.ts'
import { handlersLine, loadFault } from './handlers/load-faults.ts'

type Texts = ReadonlyMap<string, string>

/** What a handlers file exports, and the absolute paths of all files that it was loaded from. */
export interface LoadedHandlers {
  readonly file: string
  readonly code: HandlersFile
  readonly sources: readonly string[]
  /** The text of each source. */
  readonly texts: Texts
}

/** A handlers file that cannot be used: a line for each fault, and what was read until then. */
class InvalidHandlers extends Failure {
  readonly sources: readonly string[]

  constructor(lines: readonly string[], sources: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause })
    this.sources = sources
  }
}

/** What was loaded last, by file: Node never forgets a module, so it is not loaded twice for the same texts. */
const kept = new Map<string, LoadedHandlers>()

const endings: readonly string[] = ['.ts', '.mts', '.js', '.mjs']

/**
 * Loads a handlers file as it is now, with everything that it imports but for packages. Rejects with a {@link Failure} of a line for
 * each fault, and its `sources`. Whether a contract has the operations is for `handlerFaults`.
 */
export async function loadHandlers(file: string): Promise<LoadedHandlers> {
  const known = kept.get(file)
  if (known && isCurrent(known.texts)) return known
  if (!endings.includes(extname(file))) throw unloadable(file, 'A handlers file ends in .ts, .mts, .js or .mjs')
  if (!existsSync(file)) throw unloadable(file, `The file is missing; ${remedyFor(file)}`)
  const texts = new Map<string, string>()
  const sources = () => [...new Set([file, ...texts.keys()])]
  const exports = await loadFresh(file, texts).catch(async (error: unknown) => {
    throw new InvalidHandlers([await loadFault(file, texts, error)], [...sources(), ...missingFile(error)], error)
  })
  const faults = exportFaults(file, texts, exports)
  if (faults.length > 0) throw new InvalidHandlers(faults, sources())
  const loaded = { file, code: codeOf(file, exports), sources: sources(), texts }
  kept.set(file, loaded)
  return loaded
}

function remedyFor(file: string): string {
  const near = nearestPath(basename(file), disk, dirname(file))
  return near === undefined ? 'create it, or correct "handlers" of the config' : `did you mean "${near}"?`
}

/** A file that an import names: creating it mends the fault. */
function missingFile(error: unknown): readonly string[] {
  if (!(error instanceof LostImport) || !error.specifier.startsWith('.')) return []
  return [resolve(dirname(error.importer), error.specifier)]
}

function isCurrent(texts: Texts): boolean {
  return [...texts].every(([file, text]) => existsSync(file) && readFileSync(file, 'utf8') === text)
}

function unloadable(file: string, message: string): InvalidHandlers {
  return new InvalidHandlers([handlersLine({ file, line: 1, column: 1 }, message)], [file])
}

/** What a contract does not have of the handlers of a file, a line each. */
export function handlerFaults({ file, code, texts }: LoadedHandlers, document: ContractDocument): readonly string[] {
  const { operations } = readContract(document)
  const ids = operations.map(({ id }) => id)
  const addresses = new Map(operations.map((each) => [each.id, operationExtension(document, each, 'x-alias-of')]))
  return Object.keys(code.handlers ?? {}).flatMap((name) => {
    const original = addresses.get(name)
    if (ids.includes(name) && original === undefined) return []
    const message = ids.includes(name)
      ? `"${name}" is another address of "${original}"; write the handler of that one`
      : `The contract has no operation "${name}"${meant(name, ids)}`
    return [handlersLine(placeOfName(file, texts, name), message)]
  })
}
