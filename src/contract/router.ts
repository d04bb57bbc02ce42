import type { Operation } from './contract.ts'
import type { Method } from './operation.ts'
import { comparablePath, literalText, type Segment, segmentsOf, valuesIn } from './path-template.ts'
import { isDecodable } from './percent-encoding.ts'

/** What a path and a method lead to; `params` are as they were sent: percent-encoded UTF-8, in their style. */
export type Match =
  | { readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  | { readonly allow: readonly Method[] }
  | undefined

/** An operation and the names of the values in its path, in their order. */
interface Target {
  readonly operation: Operation
  readonly names: readonly string[]
}

type Targets = Map<string, Target>

/** A place in the tree of all paths, which are taken apart at their slashes. */
interface Node {
  readonly literals: Map<string, Node>
  /** Segments that hold values, the one with the most text around them first. */
  readonly templates: { readonly segment: Segment; readonly next: Node }[]
  readonly targets: Targets
}

interface Found {
  readonly targets: Targets
  readonly values: readonly string[]
}

/**
 * Finds operations by exact spelling: no case folding, no trailing slash, no dot segments, no decoding before the match.
 * A literal path wins over a template (OpenAPI 3.1.1, 4.8.8), and of two templates the one that is literal for longer.
 * Takes time linear in the path: every node of the tree is visited once at most.
 */
export class Router {
  readonly #literal = new Map<string, Targets>()
  readonly #root = emptyNode()

  constructor(operations: readonly Operation[], basePath: string) {
    for (const operation of operations) {
      const path = basePath + operation.path
      const segments = segmentsOf(path)
      const targets = path.includes('{') ? this.#targetsAt(segments) : this.#targetsOf(literalText(path))
      const names = segments.flatMap((segment) => segment.names)
      if (!targets.has(operation.method)) targets.set(operation.method, { operation, names })
    }
  }

  /** HEAD is answered by GET unless the contract says otherwise (RFC 9110, 9.3.2). */
  match(method: string, path: string): Match {
    const literal = this.#literal.get(path)
    if (literal) return pick({ targets: literal, values: [] }, method)
    const comparable = comparablePath(path)
    const targets = this.#literal.get(comparable)
    const found = targets ? { targets, values: [] } : find(this.#root, comparable.split('/'), 0, [])
    return found?.values.every(isDecodable) ? pick(found, method) : undefined
  }

  #targetsOf(path: string): Targets {
    const targets: Targets = this.#literal.get(path) ?? new Map()
    this.#literal.set(path, targets)
    return targets
  }

  /** Templates that differ in their names alone are one path, whose operations may be written at either. */
  #targetsAt(segments: readonly Segment[]): Targets {
    return segments.reduce(childOf, this.#root).targets
  }
}

function emptyNode(): Node {
  return { literals: new Map(), templates: [], targets: new Map() }
}

function childOf({ literals, templates }: Node, segment: Segment): Node {
  const text = segment.pieces.join('{}')
  const known =
    segment.names.length === 0
      ? literals.get(text)
      : templates.find((template) => template.segment.pieces.join('{}') === text)?.next
  if (known) return known
  const next = emptyNode()
  if (segment.names.length === 0) literals.set(text, next)
  else {
    templates.push({ segment, next })
    templates.sort((one, other) => literalLength(other.segment) - literalLength(one.segment))
  }
  return next
}

function literalLength({ pieces }: Segment): number {
  return pieces.join('').length
}

function find(node: Node, segments: readonly string[], at: number, values: readonly string[]): Found | undefined {
  const segment = segments[at]
  if (segment === undefined) return node.targets.size > 0 ? { targets: node.targets, values } : undefined
  const literal = node.literals.get(segment)
  const found = literal && find(literal, segments, at + 1, values)
  if (found) return found
  for (const { segment: template, next } of node.templates) {
    const taken = valuesIn(segment, template.pieces)
    const below = taken && find(next, segments, at + 1, [...values, ...taken])
    if (below) return below
  }
  return undefined
}

function pick({ targets, values }: Found, method: string): Match {
  const target = targets.get(method) ?? (method === 'HEAD' ? targets.get('GET') : undefined)
  if (!target) return { allow: allowed(targets) }
  const { operation, names } = target
  return { operation, params: names.length === 0 ? {} : paramsOf(names, values) }
}

function paramsOf(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

function allowed(targets: Targets): Method[] {
  const named = [...targets.values()].map(({ operation }) => operation.method)
  return [...new Set<Method>([...named, ...(targets.has('GET') ? (['HEAD'] as const) : []), 'OPTIONS'])].sort()
}
