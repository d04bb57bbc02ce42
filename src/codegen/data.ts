import { found } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { isExtension, type Node, rewrite } from '../contract/walk.ts'
import { mostCopies, weightOf } from './limits.ts'

/** What `$ref` is called where it is only a value: no program follows it under this name. */
const veiled = '\u0000ref'

/** Calls each `$ref` of a value by a name that Redocly does not follow, but for those within `exceptions`. */
export function hideReferences(value: unknown, exceptions: ReadonlySet<unknown>): unknown {
  return renamed(value, '$ref', veiled, exceptions)
}

/** References in data lead to more than can be written out. */
export class TooManyCopies extends Error {
  readonly pointer: readonly string[]

  constructor(pointer: readonly string[]) {
    super('The references in examples repeat more than 1,000,000 values')
    this.pointer = pointer
  }
}

/**
 * Puts what a `$ref` leads to in its place in examples and other data, or takes it out if it leads nowhere: it is only a
 * value there, but validator and mock follow it all the same, and do not start if they cannot. Extensions stay as they
 * are; nothing that follows references is given them.
 */
export function settleData(document: ContractDocument): ContractDocument {
  let copies = 0
  const targets = new Map<string, unknown>()
  const targetAt = ($ref: string) => {
    if (!targets.has($ref)) targets.set($ref, found(document, $ref))
    return targets.get($ref)
  }
  const settle = (whole: unknown) => {
    if (!refersSomewhere(whole)) return whole
    const visit = (value: unknown, passed: readonly string[]): unknown => {
      if (passed.length > 0) copies += typeof value === 'string' ? weightOf(value) : 1
      if (copies > mostCopies) throw new TooManyCopies(pathTo(whole, document) ?? [])
      if (Array.isArray(value)) return value.map((item) => visit(item, passed)).filter((item) => item !== undefined)
      if (typeof value !== 'object' || value === null) return value
      const $ref = (value as Node)[veiled] ?? (value as Node).$ref
      if (typeof $ref === 'string') return passed.includes($ref) ? undefined : visit(targetAt($ref), [...passed, $ref])
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member, passed)]))
    }
    return visit(whole, [])
  }
  return rewrite(
    document,
    (node) => node,
    (value, key) => (isExtension(key) ? renamed(value, veiled, '$ref') : settle(value)),
  )
}

function refersSomewhere(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '$ref') || Object.hasOwn(value, veiled) || Object.values(value).some(refersSomewhere)
}

function pathTo(value: unknown, node: unknown): string[] | undefined {
  if (node === value) return []
  if (typeof node !== 'object' || node === null) return undefined
  for (const [key, member] of Object.entries(node)) {
    const path = pathTo(value, member)
    if (path) return [key, ...path]
  }
  return undefined
}

/** The same value where nothing in it has the name. */
function renamed(value: unknown, from: string, to: string, exceptions: ReadonlySet<unknown> = none): unknown {
  if (typeof value !== 'object' || value === null || exceptions.has(value)) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, from, to, exceptions))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const members = Object.entries(value).map(
    ([key, member]) => [key === from ? to : key, renamed(member, from, to, exceptions)] as const,
  )
  return members.every(([key, member]) => (value as Node)[key] === member) ? value : Object.fromEntries(members)
}

const none: ReadonlySet<unknown> = new Set()
