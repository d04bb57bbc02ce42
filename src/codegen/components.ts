import type { ContractDocument } from '../contract/document.ts'
import { unescapedPart } from '../contract/json-pointer.ts'
import { isExtension, type Node, rewrite } from '../contract/walk.ts'
import { mapTargets } from './schemas.ts'

/** Components by kind and name. */
type Components = Readonly<Record<string, Node>>

/** The components of a document, as one of which any kind may be asked for. */
export function componentsOf({ components = {} }: ContractDocument): Components {
  return Object.fromEntries(Object.entries(components).filter(([kind]) => !isExtension(kind)))
}

/** Adds components, or puts others in their place. */
export function withComponents(document: ContractDocument, added: Components): ContractDocument {
  const kinds = Object.entries(added).map(([kind, members]) => [kind, { ...componentsOf(document)[kind], ...members }])
  if (kinds.length === 0) return document
  return { ...document, components: { ...document.components, ...Object.fromEntries(kinds) } }
}

/** How often a name was wanted: counting from the start each time would take longer with every name. */
export type NameCounts = Map<string, number>

/** A name as OpenAPI allows it for a component (OpenAPI 3.1.1, 4.8.7.1), or one in another script, that is not taken. */
export function freeName(wanted: string, isTaken: (name: string) => boolean, counts: NameCounts = new Map()): string {
  const name = wanted.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replaceAll(/_*_(?=_|$)|^_+/g, '') || 'component'
  return numbered(name, '-', isTaken, counts)
}

/** The name itself, or the first free one of `name-2`, `name-3` and so on. */
export function numbered(
  name: string,
  separator: string,
  isTaken: (name: string) => boolean,
  counts: NameCounts,
): string {
  let count = counts.get(name) ?? 1
  let candidate = count === 1 ? name : `${name}${separator}${count}`
  while (isTaken(candidate)) candidate = `${name}${separator}${++count}`
  counts.set(name, count)
  return candidate
}

/** The parts of a pointer within the document, unescaped (RFC 6901, 4 and 6). */
export function partsOf($ref: string): string[] {
  return $ref
    .slice(2)
    .split('/')
    .map((part) => unescapedPart(decoded(part)))
}

/** A percent sign that escapes nothing is one. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/**
 * Gives names to components that bundling named after files, and that a component may not have: where a name has a space
 * in it, express-openapi-validator accepts any value at all. References are spelled as the names are, without escapes.
 */
export function nameComponents(document: ContractDocument): ContractDocument {
  const names = new Map<string, string>()
  const components = Object.entries(componentsOf(document)).map(([kind, members]) => [
    kind,
    rename(kind, members, names),
  ])
  const follow = (target: unknown) => (typeof target === 'string' ? renamedTarget(target, names) : target)
  const named =
    names.size === 0
      ? document
      : { ...document, components: { ...document.components, ...Object.fromEntries(components) } }
  return rewrite(named, (original) => {
    const node = withRenamedSchemes(original, names)
    if (typeof node.$ref !== 'string') return mapTargets(node, follow)
    const $ref = follow(node.$ref)
    return $ref === node.$ref ? node : { ...node, $ref }
  })
}

/** A requirement names security schemes as they are among the components. */
function withRenamedSchemes(node: Node, names: ReadonlyMap<string, string>): Node {
  const { security } = node
  if (names.size === 0 || !Array.isArray(security)) return node
  const renamed = (requirement: unknown) =>
    Object.entries(Object(requirement)).map(([name, scopes]) => [names.get(`securitySchemes/${name}`) ?? name, scopes])
  return { ...node, security: security.map((requirement) => Object.fromEntries(renamed(requirement))) }
}

function renamedTarget(target: string, names: ReadonlyMap<string, string>): string {
  if (!target.startsWith('#/components/')) return target
  const [, kind = '', name = ''] = partsOf(target)
  const inside = target.split('/').slice(4)
  const legal = names.get(`${kind}/${name}`) ?? name
  return isLegal(legal) ? ['#/components', kind, legal, ...inside].join('/') : target
}

function isLegal(name: string): boolean {
  return /^[\p{L}\p{N}._-]+$/u.test(name)
}

function rename(kind: string, members: Node, names: Map<string, string>): Node {
  const counts: NameCounts = new Map()
  const taken = new Set(Object.keys(members))
  const renamed = Object.entries(members).map(([name, member]) => {
    const legal = isLegal(name) ? name : freeName(name, (other) => taken.has(other), counts)
    taken.add(legal)
    if (legal !== name) names.set(`${kind}/${name}`, legal)
    return [legal, member] as const
  })
  return Object.fromEntries(renamed)
}
