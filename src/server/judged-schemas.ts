import { resolve } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { discriminatedBy } from './discriminators.ts'
import { type Fault, keywords, wellFormed } from './schema-keywords.ts'

type Schemas = Readonly<Record<string, Schema | boolean>>

/** A schema that was rewritten, with the names of those that it leads to and what could not be kept of it. */
interface Rewritten {
  readonly schema: Schema | boolean
  readonly references: ReadonlySet<string>
  readonly faults: readonly Fault[]
}

const prefix = '#/components/schemas/'

/**
 * The schemas of a contract as the validator judges them rightly: keywords of JSON Schema alone, each with a value that it
 * may have, and references to names of our own. Each is rewritten once, when it is first asked for.
 */
export class JudgedSchemas {
  readonly #document: ContractDocument
  readonly #names = new Map<string, string>()
  readonly #components = new Map<string, Rewritten>()

  constructor(document: ContractDocument) {
    this.#document = document
  }

  /** A schema that stands at `at`, as it is told to people. */
  rewrite(schema: unknown, at: string): Rewritten {
    const references = new Set<string>()
    const faults: Fault[] = []
    return { schema: this.#rewritten(schema, at, references, faults), references, faults }
  }

  /** All that these lead to, by name. */
  componentsOf(roots: readonly Pick<Rewritten, 'references'>[]): Schemas {
    return Object.fromEntries([...this.#reached(roots)].map(([name, { schema }]) => [name, schema]))
  }

  /** What could not be kept of these and of all that they lead to. */
  faultsOf(roots: readonly Rewritten[]): readonly Fault[] {
    return [...roots, ...this.#reached(roots).values()].flatMap(({ faults }) => faults)
  }

  #reached(roots: readonly Pick<Rewritten, 'references'>[]): ReadonlyMap<string, Rewritten> {
    const reached = new Map<string, Rewritten>()
    const open = roots.flatMap(({ references }) => [...references])
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const component = this.#components.get(name)
      if (reached.has(name) || !component) continue
      reached.set(name, component)
      open.push(...component.references)
    }
    return reached
  }

  #rewritten(schema: unknown, at: string, references: Set<string>, faults: Fault[]): Schema | boolean {
    if (typeof schema === 'boolean') return schema
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return {}
    const { node, faults: found } = wellFormed(schema as Schema, at)
    faults.push(...found)
    const visit = (child: unknown, place: string) => this.#rewritten(child, `${at}${place}`, references, faults)
    const rebuilt = Object.entries(node).map(([key, value]) => [
      key,
      keywords[key]?.rebuild?.(value, visit, key) ?? value,
    ])
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

  /** It has its name before it is rewritten, since it may lead to itself. */
  #component($ref: string): string | undefined {
    const target = targetOf(this.#document, $ref)
    if (target === undefined) return undefined
    const name = `s${this.#names.size}`
    this.#names.set($ref, name)
    this.#components.set(name, this.rewrite(target, $ref.startsWith(prefix) ? $ref.slice(prefix.length) : $ref))
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

/** A text that names none of the forms fits none (OpenAPI 3.1.1, 4.8.25.4); which form it has to fit is left to the forms. */
function withValues(schema: Schema, discriminated: ReturnType<typeof discriminatedBy>): Schema {
  if (!discriminated) return schema
  const { name, values } = discriminated
  const named = { properties: { [name]: { formNames: values } } }
  return { ...schema, allOf: [...((schema.allOf ?? []) as readonly Schema[]), named] }
}
