import { found, resolve } from '../contract/contract.ts'
import type { ContractDocument, PathItem } from '../contract/document.ts'
import { eachNode, type Node, rewrite } from '../contract/walk.ts'
import { componentsOf, freeName, type NameCounts, partsOf, withComponents } from './components.ts'
import { inlined, withOwnOperations } from './path-items.ts'

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
 * Lets every reference end at a component. What one into the middle of something (`#/paths/~1teas/get/…/schema/items`), or
 * to an `$anchor`, leads to moves among the components, and a reference takes its place: the type generator would take it
 * for a path through properties, and express-openapi-validator would not start.
 */
export function liftReferences(source: ContractDocument): ContractDocument {
  const document = withOwnPathItems(source)
  const places = new Places(document)
  places.collect(document)
  places.collectRepeated(repeatedParts(source))
  if (places.isEmpty()) return document
  const added = new Map<string, Map<string, Node>>()
  const lift = (node: Node, keyword: string, original: object): Node => {
    const { $ref } = node
    const followed = isDeep($ref) ? { ...node, $ref: places.of($ref, kindOf(keyword)) } : node
    const place = places.at(original)
    if (!place) return followed
    const members = added.get(place.kind) ?? new Map<string, Node>()
    added.set(place.kind, members.set(place.name, followed))
    return { $ref: place.$ref }
  }
  const lifted = rewrite(document, lift)
  for (const [target, { kind, name }] of places.lifted()) if (!added.get(kind)?.has(name)) rewrite(target, lift)
  return withComponents(lifted, Object.fromEntries([...added].map(([kind, own]) => [kind, Object.fromEntries(own)])))
}

function kindOf(keyword: string): string {
  return kinds[keyword] ?? 'schemas'
}

/** Where something is among the components. */
interface Place {
  readonly kind: string
  readonly name: string
  readonly $ref: string
}

/** What references into the middle of something lead to, and which component becomes of it. */
class Places {
  readonly #document: ContractDocument
  readonly #anchors: ReadonlyMap<string, Node>
  readonly #components: ReadonlyMap<object, string>
  readonly #added = new Map<object, Place>()
  readonly #known = new Map<string, string>()
  readonly #names = new Set<string>()
  readonly #counts: NameCounts = new Map()

  constructor(document: ContractDocument) {
    this.#document = document
    this.#anchors = anchorsOf(document)
    this.#components = componentsByNode(document)
  }

  /** Finds the references within a part, and within what they lead to. */
  collect(part: object): void {
    eachNode(part, ({ $ref }, keyword) => {
      if (isDeep($ref)) this.#add($ref, kindOf(keyword))
    })
  }

  /** Finds the schemas within what stands at several places: path items, operations, and components but for schemas. */
  collectRepeated(references: Iterable<string>): void {
    for (const $ref of references) {
      const part = found(this.#document, $ref)
      if (part) eachNode(part, (node) => this.#addSchemas(node, `${nameFor($ref)}_schema`))
    }
  }

  #addSchemas({ schema }: Node, name: string): void {
    if (typeof schema !== 'object' || schema === null || '$ref' in schema) return
    if (!this.#components.has(schema) && !this.#added.has(schema)) this.#newPlace(schema, 'schemas', name)
  }

  of($ref: string, kind: string): string {
    return this.#known.get(`${kind} ${$ref}`) ?? $ref
  }

  at(node: object): Place | undefined {
    return this.#added.get(node)
  }

  /** Whether every reference ends at a component as it is. */
  isEmpty(): boolean {
    return this.#known.size === 0 && this.#added.size === 0
  }

  lifted(): Iterable<readonly [object, Place]> {
    return this.#added
  }

  #add($ref: string, kind: string): void {
    const key = `${kind} ${$ref}`
    if (this.#known.has(key)) return
    const target = this.#targetOf($ref)
    if (!target) return
    const known = this.#components.get(target) ?? this.#added.get(target)?.$ref
    this.#known.set(key, known ?? this.#newPlace(target, kind, nameFor($ref)).$ref)
    if (known === undefined) this.collect(target)
  }

  #newPlace(target: object, kind: string, wanted: string): Place {
    const name = freeName(wanted, (candidate) => this.#isTaken(kind, candidate), this.#counts)
    const place = { kind, name, $ref: `#/components/${kind}/${name}` }
    this.#names.add(place.$ref)
    this.#added.set(target, place)
    return place
  }

  #isTaken(kind: string, name: string): boolean {
    return (
      Object.hasOwn(componentsOf(this.#document)[kind] ?? {}, name) || this.#names.has(`#/components/${kind}/${name}`)
    )
  }

  /** Undefined where an extension has nothing, or no object, in that place. */
  #targetOf($ref: string): object | undefined {
    return this.#anchors.get($ref) ?? found(this.#document, $ref)
  }
}

/** The references of path items, of operations, and of components that are nothing but a reference. */
function repeatedParts(document: ContractDocument): ReadonlySet<string> {
  const { paths, webhooks } = document as ContractDocument & { readonly webhooks?: object }
  const items = [paths, webhooks].flatMap((map) => Object.values(map ?? {}) as PathItem[])
  const others = Object.entries(componentsOf(document)).filter(([kind]) => kind !== 'schemas')
  const members = others.flatMap(([, map]) => Object.values(map))
  const operations = items.flatMap((item) => Object.values(Object(item)))
  const references = [...items, ...operations, ...members].map((part) => (Object(part) as Node).$ref)
  return new Set(references.filter(($ref) => typeof $ref === 'string'))
}

function componentsByNode(document: ContractDocument): ReadonlyMap<object, string> {
  const found = Object.entries(componentsOf(document)).flatMap(([kind, members]) =>
    Object.entries(members).map(([name, node]) => [Object(node) as object, `#/components/${kind}/${name}`] as const),
  )
  return new Map(found)
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
  eachNode(document, (node) => {
    if (typeof node.$anchor === 'string') anchors.set(`#${node.$anchor}`, node)
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

/** There is no component for operations, nor for what a path item refers to somewhere else, such as in an extension. */
function withOwnPathItems(document: ContractDocument): ContractDocument {
  const own = (items: Readonly<Record<string, PathItem>>) =>
    Object.fromEntries(
      Object.entries(items).map(([path, item]) => [
        path,
        withOwnOperations(document, isDeep(item.$ref) ? inlined(document, item) : item),
      ]),
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
