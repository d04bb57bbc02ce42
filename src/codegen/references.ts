import { resolve } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { keywordAt, type Node, rewrite } from '../contract/walk.ts'
import { componentsOf, freeName, partsOf, withComponents } from './components.ts'

/** Where among the components belongs what a keyword holds; anything else is a schema. */
const kinds: Readonly<Record<string, string>> = {
  requestBody: 'requestBodies',
  parameters: 'parameters',
  responses: 'responses',
  headers: 'headers',
  links: 'links',
  callbacks: 'callbacks',
}

/**
 * Lets every reference end at a component. One into the middle of something (`#/paths/~1teas/get/…/schema/items`), or to
 * an `$anchor`, gets a component made of what stands there: the type generator would take it for a path through
 * properties, and express-openapi-validator would not start.
 */
export function liftReferences(document: ContractDocument): ContractDocument {
  const anchors = anchorsOf(document)
  const added: Record<string, Record<string, Node>> = {}
  const places = new Map<string, string>()
  const lift = (node: Node): Node => (isDeep(node.$ref) ? { ...node, $ref: placeOf(node.$ref) } : node)
  const placeOf = ($ref: string): string => {
    const known = places.get($ref)
    if (known !== undefined) return known
    const kind = kindOf($ref)
    const members = added[kind] ?? {}
    const name = freeName(nameFor($ref), { ...componentsOf(document)[kind], ...members })
    added[kind] = members
    places.set($ref, `#/components/${kind}/${name}`)
    members[name] = {}
    members[name] = rewrite(anchors.get($ref) ?? resolve<Node>(document, { $ref }), lift)
    return `#/components/${kind}/${name}`
  }
  return withComponents(rewrite(document, lift), added)
}

/** Puts what a component refers to in its place where it is nothing but a reference: the type generator leaves that empty. */
export function resolveComponents(document: ContractDocument): ContractDocument {
  const resolved = Object.entries(componentsOf(document))
    .filter(([kind]) => kind !== 'schemas')
    .map(([kind, members]) => [
      kind,
      Object.fromEntries(Object.entries(members).map(([name, member]) => [name, resolvedMember(document, member)])),
    ])
  return withComponents(document, Object.fromEntries(resolved))
}

/** Examples are data, which may be no object. */
function resolvedMember(document: ContractDocument, member: unknown): unknown {
  return typeof member === 'object' && member !== null ? resolve(document, member as Node) : member
}

function anchorsOf(document: ContractDocument): ReadonlyMap<string, Node> {
  const anchors = new Map<string, Node>()
  rewrite(document, (node) => {
    if (typeof node.$anchor === 'string') anchors.set(`#${node.$anchor}`, node)
    return node
  })
  return anchors
}

/** A path item is the only thing beside a component that a reference may lead to and stay as it is. */
function isDeep($ref: unknown): $ref is string {
  if (typeof $ref !== 'string' || !$ref.startsWith('#')) return false
  const [root, ...rest] = partsOf($ref)
  return root === 'components' ? rest.length !== 2 : rest.length !== 1
}

function kindOf($ref: string): string {
  return kinds[keywordAt(partsOf($ref))] ?? 'schemas'
}

/** `Order_lines_items` for `#/components/schemas/Order/properties/lines/items`, `lonely` for `#lonely`. */
function nameFor($ref: string): string {
  const parts = $ref.startsWith('#/') ? partsOf($ref) : ['', $ref]
  return parts
    .slice(parts[0] === 'components' ? 2 : 1)
    .filter((part) => part !== 'properties')
    .join('_')
}
