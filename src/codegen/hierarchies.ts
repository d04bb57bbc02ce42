import type { ContractDocument } from '../contract/document.ts'
import type { Node } from '../contract/walk.ts'
import { componentsOf, freeName, withComponents } from './components.ts'

type Schemas = Readonly<Record<string, Node>>

const prefix = '#/components/schemas/'

/**
 * Ends the hierarchies that have no end: a parent that is one of its children, each of which is all of the parent. What
 * the children mean by it is the parent without the choice, which becomes a component of its own.
 */
export function endHierarchies(document: ContractDocument): ContractDocument {
  const schemas = (componentsOf(document).schemas ?? {}) as Schemas
  const bases = new Map<string, string>()
  const baseOf = (parent: string): string => {
    const base = bases.get(parent) ?? freeName(`${parent}_base`, (name) => Object.hasOwn(schemas, name))
    bases.set(parent, base)
    return prefix + base
  }
  const ended = Object.entries(schemas).map(([name, schema]) => {
    const parents = targetsOf(schema, ['allOf']).filter((parent) => reaches(parent, name, schemas, new Set()))
    return [name, parents.length > 0 ? { ...schema, allOf: rebased(schema.allOf, parents, baseOf) } : schema] as const
  })
  if (bases.size === 0) return document
  const children = new Map(ended)
  const added = [...bases].flatMap(([parent, base]) => {
    const { choice, rest } = split(children.get(parent) ?? {})
    return [[parent, { allOf: [{ $ref: prefix + base }], ...choice }] as const, [base, rest] as const]
  })
  return withComponents(document, { schemas: Object.fromEntries([...ended, ...added]) })
}

function rebased(parts: unknown, parents: readonly string[], baseOf: (parent: string) => string): unknown {
  return (parts as readonly Node[]).map((part) => {
    const parent = nameIn(part)
    return parent !== undefined && parents.includes(parent) ? { ...part, $ref: baseOf(parent) } : part
  })
}

/** The parent is all of its base, and one of its children. */
function split(parent: Node): { readonly choice: Node; readonly rest: Node } {
  const isChoice = ([keyword]: readonly [string, unknown]) => choiceKeywords.has(keyword)
  const members = Object.entries(parent)
  return {
    choice: Object.fromEntries(members.filter(isChoice)),
    rest: Object.fromEntries(members.filter((member) => !isChoice(member))),
  }
}

const choiceKeywords: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'discriminator'])

/** Whether judging a value by one schema means judging the same value by the other. */
function reaches(from: string, to: string, schemas: Schemas, seen: Set<string>): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  const targets = targetsOf(schemas[from] ?? {}, ['allOf', 'oneOf', 'anyOf'])
  return targets.some((target) => target === to || reaches(target, to, schemas, seen))
}

function targetsOf(schema: Node, keywords: readonly string[]): string[] {
  const parts = keywords.flatMap((keyword) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : []))
  return parts.map(nameIn).filter((name) => name !== undefined)
}

function nameIn(part: unknown): string | undefined {
  const { $ref } = (typeof part === 'object' && part !== null ? part : {}) as Node
  return typeof $ref === 'string' && $ref.startsWith(prefix) ? $ref.slice(prefix.length) : undefined
}
