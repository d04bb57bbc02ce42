import { resolve } from '../contract/contract.ts'
import type { ContractDocument, PathItem } from '../contract/document.ts'
import { type Node, rewrite } from '../contract/walk.ts'
import { componentsOf, freeName, partsOf, withComponents } from './components.ts'
import { inlined } from './path-items.ts'

/** Where among the components the value of a keyword belongs; anything else is a schema. */
const kinds: Readonly<Record<string, string>> = {
  requestBody: 'requestBodies',
  parameters: 'parameters',
  responses: 'responses',
  headers: 'headers',
  links: 'links',
  callbacks: 'callbacks',
  securitySchemes: 'securitySchemes',
}

/**
 * Lets every reference end at a component. One into the middle of something (`#/paths/~1teas/get/…/schema/items`), or to
 * an `$anchor`, gets a component made of what stands there: the type generator would take it for a path through
 * properties, and express-openapi-validator would not start.
 */
export function liftReferences(source: ContractDocument): ContractDocument {
  const document = withOwnPathItems(source)
  const anchors = anchorsOf(document)
  const added: Record<string, Record<string, Node>> = {}
  const places = new Map<string, string>()
  const lift = (node: Node, keyword: string): Node =>
    isDeep(node.$ref) ? { ...node, $ref: placeOf(node.$ref, kinds[keyword] ?? 'schemas') } : node
  const placeOf = ($ref: string, kind: string): string => {
    const known = places.get($ref)
    if (known !== undefined) return known
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

/** What a reference leads to that may stay as it is: a component, or a path item where path items are. */
function isDeep($ref: unknown): $ref is string {
  if (typeof $ref !== 'string' || !$ref.startsWith('#')) return false
  const [root = '', ...rest] = partsOf($ref)
  if (root === 'components') return rest.length !== 2
  return !['paths', 'webhooks', 'x-webhooks'].includes(root) || rest.length !== 1
}

/** There is no component for what a path item refers to somewhere else, such as in an extension. */
function withOwnPathItems(document: ContractDocument): ContractDocument {
  const own = (items: Readonly<Record<string, PathItem>>) =>
    Object.fromEntries(
      Object.entries(items).map(([path, item]) => [path, isDeep(item.$ref) ? inlined(document, item) : item]),
    )
  return { ...document, ...(document.paths && { paths: own(document.paths) }) }
}

/** `Order_lines_items` for `#/components/schemas/Order/properties/lines/items`, `lonely` for `#lonely`. */
function nameFor($ref: string): string {
  const parts = $ref.startsWith('#/') ? partsOf($ref) : ['', $ref]
  return parts
    .slice(parts[0] === 'components' ? 2 : 1)
    .filter((part) => part !== 'properties')
    .join('_')
}
