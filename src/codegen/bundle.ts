import { resolve } from 'node:path'
import {
  bundle,
  createConfig,
  type Document,
  lintDocument,
  type NormalizedProblem,
  type RawUniversalConfig,
  type Source,
} from '@redocly/openapi-core'
import { upgradeFromThreeToThreeOne as upgrade } from '@scalar/openapi-upgrader/3.0-to-3.1'
import type { ContractDocument } from '../contract/document.ts'
import { isExtension, type Node, rewrite } from '../contract/walk.ts'
import { nameComponents } from './components.ts'
import { ContractFiles } from './contract-files.ts'
import { settleData, TooManyCopies } from './data.ts'
import { gather } from './gather.ts'
import { type ExcessWords, excessLines } from './limits.ts'
import { normalise } from './normalise.ts'
import { ownRules } from './own-rules.ts'
import {
  faultLine,
  InvalidContract,
  isOfTheSpecification,
  pointerOf,
  problemLines,
  unreadable,
  wrongVersion,
} from './problem.ts'
import { liftReferences } from './references.ts'
import { withoutIgnoredSiblings } from './schemas.ts'
import { wayFaults } from './way-faults.ts'

/**
 * The rules a file must keep to be generated from: the specification itself. Style is `redocly lint`'s affair, and
 * what the specification only ignores (keywords beside a `$ref`, `nullable` without a type) is no reason to refuse.
 */
const rules: RawUniversalConfig = {
  extends: ['spec'],
  plugins: [ownRules],
  rules: {
    'latchkey/patterns': 'error',
    'latchkey/first-server': 'error',
    'security-defined': 'error',
    'spec-strict-refs': 'off',
    'spec-ref-siblings': 'off',
    'nullable-type-sibling': 'off',
    'no-empty-servers': 'off',
  },
}

/** What may be read besides the folder of the contract. */
export interface BundleOptions {
  /** Follow references to other folders and hosts. */
  readonly allowRefs?: boolean
}

/**
 * Reads an OpenAPI 3.0 or 3.1 file with everything it refers to and makes one self-contained OpenAPI 3.1 document of it.
 * Throws {@link InvalidContract} with file, line and rule of each problem.
 */
export async function bundleContract(file: string, options: BundleOptions = {}): Promise<ContractDocument> {
  const config = await createConfig(rules)
  const externalRefResolver = new ContractFiles(resolve(file), options.allowRefs ?? false)
  const document = await read(file, externalRefResolver)
  refuse(await gather(document, externalRefResolver))
  refuse(errorLines(await lintDocument({ document, config, externalRefResolver })))
  const { bundle: bundled, problems } = await bundle({ doc: document, config, externalRefResolver })
  refuse(errorLines(problems))
  if (externalRefResolver.cache.size > 1) refuse(excessLines(bundled, ofReferences))
  return withSoundWays(document, normalise(modern(document, bundled.parsed as ContractDocument)))
}

const ofReferences: ExcessWords = {
  endless: 'The references make this part of itself',
  'too many copies': 'The references repeat more than 1,000,000 values',
}

function refuse(lines: readonly string[]): void {
  if (lines.length > 0) throw new InvalidContract(lines)
}

function errorLines(problems: readonly NormalizedProblem[]): string[] {
  return problemLines(problems.filter((problem) => problem.severity === 'error' && isOfTheSpecification(problem)))
}

/** The ways to authenticate refer to operations by name, so they are looked at when all of those have one. */
function withSoundWays({ source }: Document, document: ContractDocument): ContractDocument {
  refuse(wayFaults(document).map((fault) => faultLine({ ...fault, source, rule: 'ways', onKey: true })))
  return document
}

async function read(file: string, files: ContractFiles): Promise<Document> {
  const document = await files.resolveDocument(null, file, true).catch((error: Error) => error)
  if (document instanceof InvalidContract) throw document
  if (document instanceof Error) throw unreadable(file, document)
  const { openapi } = Object(document.parsed) as { readonly openapi?: unknown }
  if (typeof openapi !== 'string' || !/^3\.[01]\.\d/.test(openapi)) throw wrongVersion(document)
  return document
}

/** The upgrade comes last: it renames examples, and changes what others refer to in extensions only where it is lifted to. */
function modern({ source }: Document, document: ContractDocument): ContractDocument {
  const settled = settledData(source, liftReferences(nameComponents(document)))
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
