import { resolve } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { discriminatedBy } from './discriminators.ts'
import { type Fault, keywords, wellFormed } from './schema-keywords.ts'

export type Schemas = Readonly<Record<string, Schema | boolean>>

/** A schema that was rewritten, with the names of those that it leads to and what could not be kept of it. */
interface Rewritten {
  readonly schema: Schema | boolean
  readonly references: ReadonlySet<string>
  /** Those of them that judge the value itself, and so are compiled with it. */
  readonly inPlace: ReadonlySet<string>
  readonly faults: readonly Fault[]
}

export const prefix = '#/components/schemas/'

/**
 * The schemas of a contract as the validator judges them rightly: keywords of JSON Schema alone, each with a value that it
 * may have, and references to names of our own. Each is rewritten once, when it is first asked for.
 */
export class JudgedSchemas {
  readonly #document: ContractDocument
  readonly #names = new Map<string, string>()
  readonly #components = new Map<string, Rewritten>()
  /** Whether any of the components has one. */
  #hasFaults = false
  readonly #pending: { readonly name: string; readonly schema: unknown; readonly at: string }[] = []

  constructor(document: ContractDocument) {
    this.#document = document
  }

  /** A schema that stands at `at`, as it is told to people, and then all that it leads to: a chain of references may be long. */
  rewrite(schema: unknown, at: string): Rewritten {
    const rewritten = this.#rewriteOne(schema, at)
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) {
      const component = this.#rewriteOne(next.schema, next.at)
      this.#hasFaults ||= component.faults.length > 0
      this.#components.set(next.name, component)
    }
    return rewritten
  }

  #rewriteOne(schema: unknown, at: string): Rewritten {
    const references = new Set<string>()
    const faults: Fault[] = []
    const rewritten = this.#rewritten(schema, at, references, faults)
    return { schema: rewritten, references, inPlace: new Set(referencesIn(rewritten)), faults }
  }

  /** These and all that is compiled with them, by name. */
  componentsOf(names: Iterable<string>): Schemas {
    const reached = this.#reached(names, ({ inPlace }) => inPlace)
    return Object.fromEntries([...reached].map(([name, { schema }]) => [name, schema]))
  }

  /** What could not be kept of these and of all that they lead to. */
  faultsOf(roots: readonly Rewritten[]): readonly Fault[] {
    const names = this.#hasFaults ? roots.flatMap(({ references }) => [...references]) : []
    const reached = this.#reached(names, ({ references }) => references).values()
    return [...roots, ...reached].flatMap(({ faults }) => faults)
  }

  #reached(
    names: Iterable<string>,
    next: (component: Rewritten) => ReadonlySet<string>,
  ): ReadonlyMap<string, Rewritten> {
    const reached = new Map<string, Rewritten>()
    const open = [...names]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const component = this.#components.get(name)
      if (reached.has(name) || !component) continue
      reached.set(name, component)
      open.push(...next(component))
    }
    return reached
  }

  #rewritten(schema: unknown, at: string, references: Set<string>, faults: Fault[]): Schema | boolean {
    if (typeof schema === 'boolean') return schema
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return {}
    const { node, faults: found } = wellFormed(schema as Schema, at)
    faults.push(...found)
    const visit = (child: unknown, place: string) => this.#rewritten(child, `${at}${place}`, references, faults)
    const visitWithin = (child: unknown, place: string) => deferred(visit(child, place))
    const rebuilt = Object.entries(node).map(([key, value]) => {
      const keyword = keywords[key]
      return [key, keyword?.rebuild?.(value, keyword.isWithin ? visitWithin : visit, key) ?? value]
    })
    const { $ref, ...plain } = Object.fromEntries(rebuilt) as Schema
    const told = typeof $ref === 'string' ? { ...plain, ...this.#refer($ref, at, references, faults) } : plain
    return withValues(this.#withoutReadOnly(told, schema as Schema), discriminatedBy(schema as Schema))
  }

  #refer($ref: string, at: string, references: Set<string>, faults: Fault[]): Schema {
    const name = this.#names.get($ref) ?? this.#component($ref)
    if (name === undefined) {
      faults.push({ at, message: `the reference "${$ref}" leads nowhere, so it is not checked` })
      return {}
    }
    references.add(name)
    return { $ref: prefix + name }
  }

  #component($ref: string): string | undefined {
    const target = targetOf(this.#document, $ref)
    if (target === undefined) return undefined
    const name = `s${this.#names.size}`
    this.#names.set($ref, name)
    const at = $ref.startsWith(prefix) ? $ref.slice(prefix.length) : $ref
    this.#pending.push({ name, schema: target, at })
    return name
  }

  /** Members that only answers have cannot be demanded of a request (OpenAPI 3.1.1, 4.8.24.3.2). */
  #withoutReadOnly(rebuilt: Schema, original: Schema): Schema {
    const names = readOnlyNames(this.#document, original)
    if (names.size === 0) return rebuilt
    const without = (schema: unknown) => {
      const { required, ...rest } = Object(schema) as Schema
      if (!Array.isArray(required)) return schema
      return { ...rest, required: required.filter((name: string) => !names.has(name)) }
    }
    const own = without(rebuilt) as Schema
    return Array.isArray(own.allOf) ? { ...own, allOf: own.allOf.map(without) } : own
  }
}

function targetOf(document: ContractDocument, $ref: string): unknown {
  try {
    return resolve<Schema>(document, { $ref })
  } catch {
    return undefined
  }
}

/** The members of an object that are marked as read-only, where they stand or where they refer to. */
function readOnlyNames(document: ContractDocument, schema: Schema, seen = new Set<unknown>()): ReadonlySet<string> {
  if (seen.has(schema)) return new Set()
  seen.add(schema)
  const { properties, allOf, $ref } = schema
  const own = Object.entries(Object(properties) as Schema).filter(([, member]) => isReadOnly(document, member))
  const target = typeof $ref === 'string' ? [targetOf(document, $ref)] : []
  const parts = [...target, ...(Array.isArray(allOf) ? allOf : [])]
  const others = parts.flatMap((part) => [...readOnlyNames(document, Object(part) as Schema, seen)])
  return new Set([...own.map(([name]) => name), ...others])
}

function isReadOnly(document: ContractDocument, member: unknown, seen = new Set<unknown>()): boolean {
  const { readOnly, $ref, allOf } = Object(member) as Schema
  if (readOnly === true) return true
  if (seen.has(member)) return false
  seen.add(member)
  if (typeof $ref === 'string') return isReadOnly(document, targetOf(document, $ref), seen)
  return Array.isArray(allOf) && allOf.some((part) => isReadOnly(document, part, seen))
}

function referencesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(prefix.length)] : referencesIn(value),
  )
}

/**
 * A reference that is compiled when a value first needs it. The validator compiles all that a schema leads to at once
 * otherwise, one within the other: of some hundreds it runs out of stack. What a value consists of is judged by itself, so
 * that nothing else changes.
 */
function deferred(schema: Schema | boolean): Schema | boolean {
  const { $ref, ...others } = Object(schema) as Schema
  return typeof $ref === 'string' && Object.keys(others).length === 0 ? { deferredRef: $ref } : schema
}

/** A text that names none of the forms fits none (OpenAPI 3.1.1, 4.8.25.4); which form it has to fit is left to the forms. */
function withValues(schema: Schema, discriminated: ReturnType<typeof discriminatedBy>): Schema {
  if (!discriminated) return schema
  const { name, values } = discriminated
  const named = { properties: { [name]: { formNames: values } } }
  return { ...schema, allOf: [...((schema.allOf ?? []) as readonly Schema[]), named] }
}
