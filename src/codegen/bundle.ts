import { resolve } from 'node:path'
import type { Document, NormalizedProblem, Source } from '@redocly/openapi-core'
import { upgradeFromThreeToThreeOne as upgrade } from '@scalar/openapi-upgrader/3.0-to-3.1'
import type { ContractDocument } from '../contract/document.ts'
import { isExtension, type Node, rewrite } from '../contract/walk.ts'
import { nameComponents } from './components.ts'
import { ContractFiles, type ReadingNews } from './contract-files.ts'
import { settleData, TooManyCopies } from './data.ts'
import { declarationFaults } from './declarations/declaration-faults.ts'
import { type Findings, findingsOf } from './findings.ts'
import { gather } from './gather.ts'
import { InvalidContract, refuse } from './invalid-contract.ts'
import { lostReferences } from './lost-references.ts'
import { lowerToThreeOne } from './lower.ts'
import { normalise } from './normalise.ts'
import { excessOf, oneDocument } from './one-document.ts'
import { withOverlays } from './overlay/overlaid.ts'
import { type Overlay, type OverlaysRead, readOverlays } from './overlay/overlay-file.ts'
import { faultLine, pointerOf, problemLines, unreadable, wrongVersion } from './problem.ts'
import { isWeb } from './reference-policy.ts'
import { liftReferences } from './references.ts'
import { repaired } from './repair.ts'
import { withoutIgnoredSiblings } from './schemas.ts'

/** How a contract is read. */
export interface BundleOptions {
  /** Files or addresses of overlays, in the order in which they apply. */
  readonly overlays?: readonly string[]
  /** Follow references to other folders and hosts. */
  readonly allowRefs?: boolean
  /** Refuse what the rules of the specification refuse, even where it can be generated without. */
  readonly strict?: boolean
  /**
   * Read to be served: without the rules of the specification, which take a third of the time, and without what a reference
   * to a missing part leads to.
   */
  readonly lenient?: boolean
  /** Is told what is read. */
  readonly tell?: (news: ReadingNews) => void
}

/** A contract in one self-contained document. */
interface Bundled {
  readonly document: ContractDocument
  /** What the contract can be generated without, but the specification asks for. */
  readonly warnings: readonly NormalizedProblem[]
  /** References that lead nowhere, where they are allowed to. */
  readonly lost: ReadonlySet<string>
  /** Absolute paths and addresses of everything that was read. */
  readonly sources: readonly string[]
}

/**
 * Reads an OpenAPI 3.0, 3.1 or 3.2 file, or one at an http(s) address, with everything it refers to and makes one
 * self-contained OpenAPI 3.1 document of it. Throws {@link InvalidContract} with file, line and rule of each problem.
 */
export async function bundleContract(file: string, options: BundleOptions = {}): Promise<Bundled> {
  const files = filesOf(file, options)
  return bundleFiles(files, options, await overlaysOf(files, options))
}

/** The overlays of a contract; a fault in them is one of the contract, so that a change of either is followed. */
export async function overlaysOf(files: ContractFiles, { overlays = [], tell }: BundleOptions): Promise<OverlaysRead> {
  return readOverlays(overlays, tell).catch((error: InvalidContract) => {
    throw Object.assign(error, { sources: [files.contract, ...error.sources] })
  })
}

export function filesOf(file: string, { allowRefs = false, tell }: BundleOptions): ContractFiles {
  return new ContractFiles(isWeb(file) ? file : resolve(file), allowRefs, tell)
}

/** The same of files that may have been read before. */
export async function bundleFiles(
  files: ContractFiles,
  options: BundleOptions,
  { overlays }: OverlaysRead,
): Promise<Bundled> {
  const sources = () => [...files.cache.keys(), ...overlays.map(({ address }) => address)]
  try {
    return { ...(await bundleFrom(files, options, overlays)), sources: sources() }
  } catch (error) {
    if (error instanceof InvalidContract) error.sources = sources()
    throw error
  }
}

async function bundleFrom(
  files: ContractFiles,
  { strict = false, lenient = false }: BundleOptions,
  overlays: readonly Overlay[],
): Promise<Omit<Bundled, 'sources'>> {
  const { document, warnings: ofOverlays, unmet } = await overlaid(await read(files), files, overlays)
  const refuseAll = (problems: readonly NormalizedProblem[]) =>
    refuse(problems.length === 0 ? [] : problemLines([...unmet, ...problems]))
  refuse(await gather(document, files))
  const { errors, warnings: linter } = lenient ? unlinted : await linted(document, files)
  const warnings = [...ofOverlays, ...linter]
  refuseAll(strict ? [...errors, ...warnings] : errors)
  const { bundle: bundled, problems } = await oneDocument(document, files)
  const { errors: unresolved } = findingsOf(problems)
  refuseAll(lenient ? unresolved.filter((problem) => !isLost(problem)) : unresolved)
  refuse(excessOf(bundled, files))
  const parsed = files.repeatsValues ? unshared(bundled.parsed) : bundled.parsed
  const lost = lenient ? lostReferences(parsed as ContractDocument) : new Set<string>()
  const contract = normalise(modern(document, repaired(parsed as ContractDocument)))
  const declared = judgedDeclarations(document, contract)
  refuseAll(strict ? [...declared.errors, ...declared.warnings] : declared.errors)
  return { document: contract, warnings: [...warnings, ...declared.warnings], lost }
}

/** Overlays see a contract as one document, whatever files it has. */
async function overlaid(document: Document, files: ContractFiles, overlays: readonly Overlay[]) {
  if (overlays.length === 0) return { document, warnings: [], unmet: [] }
  const lines = await gather(document, files)
  if (files.cache.size === 1) return withOverlays(document, files, overlays)
  refuse(lines)
  const { bundle } = await oneDocument(document, files)
  refuse(excessOf(bundle, files))
  return withOverlays(bundle, files, overlays)
}

/** A reference to a part that a readable file does not have; the message of any other says why. */
function isLost({ message }: NormalizedProblem): boolean {
  return message === "Can't resolve $ref"
}

/** Loads the rules, which takes longer than reading most contracts does. */
async function linted(document: Document, files: ContractFiles): Promise<Findings> {
  const { lint } = await import('./lint.ts')
  return lint(document, files)
}

const unlinted: Findings = { errors: [], warnings: [] }

/** What a YAML alias repeats is written out: later steps change one part without the others. */
function unshared<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

/** Declarations refer to operations by name, so they are looked at when all of those have one. */
function judgedDeclarations({ source }: Document, document: ContractDocument): Findings {
  const problems = declarationFaults(document).map(({ at, message, isWarning = false }) => ({
    ruleId: at.find(isExtension)?.slice(2) ?? '',
    severity: isWarning ? ('warn' as const) : ('error' as const),
    message,
    location: [{ source, pointer: pointerOf(at), reportOnKey: true }],
    suggest: [],
  }))
  const { error: errors = [], warn: warnings = [] } = Object.groupBy(problems, ({ severity }) => severity)
  return { errors, warnings }
}

async function read(files: ContractFiles): Promise<Document> {
  const { contract } = files
  const document = await files.resolveDocument(null, contract, true).catch((error: Error) => error)
  if (document instanceof InvalidContract) throw document
  if (document instanceof Error) throw unreadable(contract, document)
  const { openapi } = Object(document.parsed) as { readonly openapi?: unknown }
  if (typeof openapi !== 'string' || !/^3\.[0-2]\.\d/.test(openapi)) throw wrongVersion(document)
  return document
}

/** The upgrade comes last: it renames examples, and changes what others refer to in extensions only where it is lifted to. */
function modern({ source }: Document, document: ContractDocument): ContractDocument {
  const inThreeOne = document.openapi.startsWith('3.2.') ? lowerToThreeOne(document) : document
  // Extensions have any form, also where something refers to a part of them.
  const settled = repaired(settledData(source, liftReferences(nameComponents(inThreeOne))))
  if (!document.openapi.startsWith('3.0.')) return settled
  return holdingExtensions(
    withoutIgnoredSiblings(settled),
    (held) => upgrade(held as never) as object as ContractDocument,
  )
}

/** Changes a document in which numbers stand for its extensions; the upgrade would change what looks like a schema there. */
function holdingExtensions(
  document: ContractDocument,
  change: (document: ContractDocument) => ContractDocument,
): ContractDocument {
  const held: unknown[] = []
  const hold = (value: unknown, key: string) => (isExtension(key) ? held.push(value) - 1 : value)
  const restore = (value: unknown, key: string) => (isExtension(key) ? held[value as number] : value)
  const same = (node: Node) => node
  return rewrite(change(rewrite(document, same, hold)), same, restore)
}

function settledData(source: Source, document: ContractDocument): ContractDocument {
  try {
    return settleData(document)
  } catch (error) {
    if (!(error instanceof TooManyCopies)) throw error
    const { message, pointer } = error
    throw new InvalidContract([faultLine({ source, pointer: pointerOf(pointer), rule: 'limits', message })], error)
  }
}
