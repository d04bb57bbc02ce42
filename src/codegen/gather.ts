import type { Document } from '@redocly/openapi-core'
import type { Node } from '../contract/walk.ts'
import { partsOf } from './components.ts'
import { type ContractFiles, RefusedReference } from './contract-files.ts'
import { InvalidContract } from './invalid-contract.ts'
import { faultLine, pointerOf } from './problem.ts'
import { type Part, type Referrer, ReferrerSearch } from './referrers.ts'

/**
 * Reads all files of a contract before Redocly does. Returns a line for each reference that may not be followed or leads
 * back to itself, and for each file that cannot be parsed; whatever else is wrong with references, Redocly says.
 */
export async function gather(root: Document, files: ContractFiles): Promise<string[]> {
  const lines: string[] = []
  const search = new ReferrerSearch()
  const hops = new Map<unknown, Hop>()
  const parts: Part[] = [{ document: root, path: [], node: root.parsed, map: '' }]
  for (const part of parts) {
    for (const referrer of search.within(part)) {
      const target = await locate(referrer, files).catch((error: Error) => lineOf(error, referrer))
      if (typeof target === 'string') lines.push(target)
      if (typeof target !== 'object') continue
      hops.set(referrer.node, { referrer, to: target.node })
      parts.push(target)
    }
  }
  search.hideTheOthers()
  return [...lines, ...circularReferrers(hops).map(circularLine)]
}

/** A reference, and the node it leads to, which may be one itself. */
interface Hop {
  readonly referrer: Referrer
  readonly to: unknown
}

/** The first reference of each circle, every hop taken once. */
function circularReferrers(hops: ReadonlyMap<unknown, Hop>): Referrer[] {
  const done = new Set<unknown>()
  const found: Referrer[] = []
  for (const start of hops.keys()) {
    const trail = new Set<unknown>()
    let node: unknown = start
    while (hops.has(node) && !done.has(node) && !trail.has(node)) {
      trail.add(node)
      node = hops.get(node)?.to
    }
    const { referrer } = hops.get(node) ?? {}
    if (referrer && trail.has(node)) found.push(referrer)
    for (const passed of trail) done.add(passed)
  }
  return found
}

/** A reference that leads through itself. */
class CircularReference extends Error {
  readonly referrer: Referrer

  constructor(referrer: Referrer) {
    super()
    this.referrer = referrer
  }
}

/**
 * The part that a reference leads to, on the way through further references where it has to; undefined where there is
 * nothing, and for anchors, which stand in the same file.
 */
async function locate(
  from: Referrer,
  files: ContractFiles,
  passed: ReadonlySet<unknown> = new Set(),
): Promise<Part | undefined> {
  if (passed.has(from.node)) throw new CircularReference(from)
  const [address = '', pointer = ''] = from.$ref.split(/#(.*)/s)
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  const base = from.document.source.absoluteRef
  const document = address === '' ? from.document : asDocument(await files.resolveDocument(base, address))
  let part: Part | undefined = { document, path: [], node: document.parsed, map: from.map }
  for (const name of pointer === '' ? [] : partsOf(`#${pointer}`)) {
    while (part && !hasMember(part.node, name)) {
      const next: Referrer | undefined = asReferrer(part)
      part = next && (await locate(next, files, new Set([...passed, from.node])))
    }
    part = part && { ...part, path: [...part.path, name], node: (part.node as Node)[name] }
  }
  return part
}

function asDocument(result: Document | Error): Document {
  if (result instanceof Error) throw result
  return result
}

function asReferrer(part: Part): Referrer | undefined {
  const { $ref } = Object(part.node) as Node
  return typeof $ref === 'string' ? { ...part, $ref } : undefined
}

function hasMember(node: unknown, name: string): boolean {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name)
}

function lineOf(error: Error, referrer: Referrer): string | undefined {
  if (error instanceof InvalidContract) return error.message
  if (error instanceof CircularReference) return circularLine(error.referrer)
  return error instanceof RefusedReference ? lineAtReferrer(referrer, error.objection) : undefined
}

function circularLine(referrer: Referrer): string {
  return lineAtReferrer(referrer, 'leads back to itself and never to a definition')
}

function lineAtReferrer({ document, path, $ref }: Referrer, objection: string): string {
  const named = $ref.length > longestName ? `${$ref.slice(0, longestName)}…` : $ref
  return faultLine({ ...document, pointer: pointerOf(path), rule: 'refs', message: `"${named}" ${objection}` })
}

/** A \`data:\` URL has any length. */
const longestName = 200
