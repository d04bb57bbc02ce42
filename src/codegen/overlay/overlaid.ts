import { basename } from 'node:path'
import type { Document, NormalizedProblem } from '@redocly/openapi-core'
import type { ContractFiles } from '../contract-files.ts'
import { InvalidContract } from '../invalid-contract.ts'
import { isWeb } from '../reference-policy.ts'
import { withMappedReferences } from '../schemas.ts'
import { applyOverlay, warningAt } from './apply.ts'
import { OverlaidSource } from './overlaid-source.ts'
import type { Overlay } from './overlay-file.ts'
import { isObject, Places } from './places.ts'
import { relocated } from './relocated.ts'
import type { Target } from './target.ts'

/** A contract as overlays changed it. */
interface Overlaid {
  readonly document: Document
  readonly warnings: readonly NormalizedProblem[]
  /** Those of the warnings that tell of actions that did not do what they say: other faults may follow from them. */
  readonly unmet: readonly NormalizedProblem[]
}

/**
 * Applies overlays to a contract, which is one document: what it has in other files is part of it already. Throws an
 * {@link InvalidContract} with everything that cannot be applied.
 */
export async function withOverlays(
  document: Document,
  files: ContractFiles,
  overlays: readonly Overlay[],
): Promise<Overlaid> {
  const places = new Places()
  for (const other of await otherFiles(document, files)) places.addFile(other.source, other.parsed)
  // What references and aliases repeat is written out, so that a change in one place leaves the others as they are.
  const root = places.copyOf(document.parsed) as object
  const placeOf = (path: readonly string[]) => places.find(root, path, document.source)
  const target: Target = { root, places, placeOf, added: 0 }
  const applied = overlays.map((overlay) => {
    const { lines, warnings } = applyOverlay(relocated(overlay, files), target)
    return { lines, warnings: [...aboutOverlay(overlay, files), ...warnings], unmet: warnings }
  })
  const lines = applied.flatMap((each) => each.lines)
  if (lines.length > 0) throw new InvalidContract(lines)
  const source = new OverlaidSource(document.source, placeOf)
  const overlaid = { source, parsed: withMappedReferences(root) }
  // Other files may refer to it.
  files.cache.set(files.contract, Promise.resolve(overlaid))
  const [warnings, unmet] = [applied.flatMap((each) => each.warnings), applied.flatMap((each) => each.unmet)]
  return { document: overlaid, warnings, unmet }
}

async function otherFiles(document: Document, files: ContractFiles): Promise<readonly Document[]> {
  const read = await Promise.allSettled(files.cache.values())
  const documents = read.flatMap((each) => (each.status === 'fulfilled' && 'parsed' in each.value ? [each.value] : []))
  return documents.filter(({ source }) => source.absoluteRef !== document.source.absoluteRef)
}

/** What is to be said of the overlay itself. */
function aboutOverlay(overlay: Overlay, files: ContractFiles): readonly NormalizedProblem[] {
  const { info: given } = overlay.document.parsed as { readonly info?: unknown }
  const { title, version } = Object(given) as Readonly<Record<string, unknown>>
  const lacks = isObject(given) ? ['info'] : []
  const info = [title, version].every((each) => typeof each === 'string')
    ? []
    : [warningAt(overlay, lacks, 'The specification requires "info" with "title" and "version", both texts')]
  return [...info, ...(isMeant(overlay, files) ? [] : [warningAt(overlay, ['extends'], otherContract(overlay, files))])]
}

/** A copy of a contract on the web keeps its name. */
function isMeant({ extends: extended, address }: Overlay, files: ContractFiles): boolean {
  if (extended === undefined) return true
  const meant = files.resolveExternalRef(address, extended)
  return (
    meant === files.contract || (isWeb(meant) && !isWeb(files.contract) && basename(meant) === basename(files.contract))
  )
}

function otherContract({ extends: extended }: Overlay, { contract }: ContractFiles): string {
  return `The overlay extends "${extended}", and is applied to ${isWeb(contract) ? contract : basename(contract)}`
}
