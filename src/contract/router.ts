import type { Operation } from './contract.ts'
import type { Method } from './operation.ts'
import { comparablePath, literalText, namesIn, type PathParts, partsOfPath } from './path-template.ts'
import { isDecodable } from './percent-encoding.ts'
import { RouteTree } from './route-tree.ts'

/** An operation at a path; `params` are as they were sent: percent-encoded UTF-8, in their style. */
export interface Routed {
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
}

/** What a path and a method lead to. */
export type Match =
  | (Routed & {
      /** More operations of the path, which differ in a fragment (`/token#refresh`): the body tells which is meant. */
      readonly alternatives?: readonly Routed[]
    })
  | { readonly allow: readonly Method[] }
  | undefined

/** An operation, what the query has to have for it, and the names of the values in its path, in their order. */
interface Target extends Pick<PathParts, 'query' | 'suffix'> {
  readonly operation: Operation
  readonly names: readonly string[]
}

/** By method, the one whose path is no more than the path first. */
type Targets = Map<string, Target[]>

/**
 * Finds operations by exact spelling: no case folding, no trailing slash, no dot segments, no decoding before the match.
 * A literal path wins over a template (OpenAPI 3.1.1, 4.8.8), and of two templates the one that is literal for longer,
 * unless it lacks the method. Takes time linear in the path.
 */
export class Router {
  /** By path, of those without templates. */
  readonly #literal = new Map<string, Targets>()
  readonly #tree = new RouteTree<Targets>()

  /** Operations that have servers of their own are at the base path of the document, too: clients know one base address. */
  constructor(operations: readonly Operation[], basePath: string) {
    for (const operation of operations) {
      for (const own of operation.basePaths) addTo(this.#targetsAt(own + partsOfPath(operation.path).path), operation)
    }
    for (const operation of operations) {
      if (!operation.basePaths.includes(basePath)) addTo(this.#targetsBehind(basePath, operation), operation)
    }
  }

  /** HEAD is answered by GET unless the contract says otherwise (RFC 9110, 9.3.2). */
  match(method: string, path: string, search = ''): Match {
    const sent = this.#literal.get(path)
    const comparable = sent ? path : comparablePath(path)
    const literal = sent ?? this.#literal.get(comparable)
    if (literal) return pick(literal, [], method, search) ?? { allow: allowed([literal]) }
    const lacking: Targets[] = []
    const found = this.#tree.find(comparable, (targets, values) => {
      if (!values.every(isDecodable)) return undefined
      const picked = pick(targets, values, method, search)
      if (!picked) lacking.push(targets)
      return picked
    })
    return found ?? (lacking.length > 0 ? { allow: allowed(lacking) } : undefined)
  }

  /** Templates that differ in their names alone are one path, whose operations may be written at either. */
  #targetsAt(path: string): Targets {
    if (path.includes('{')) return this.#tree.at(path, newTargets)
    const text = literalText(path)
    const targets = this.#literal.get(text) ?? newTargets()
    this.#literal.set(text, targets)
    return targets
  }

  /** Where an operation of other servers gives way: its path is not the only one to answer, be it literal. */
  #targetsBehind(basePath: string, { path: written }: Operation): Targets {
    const path = basePath + partsOfPath(written).path
    return this.#literal.get(literalText(path)) ?? this.#tree.at(path, newTargets)
  }
}

function newTargets(): Targets {
  return new Map()
}

function addTo(targets: Targets, operation: Operation): void {
  const { path, query, suffix } = partsOfPath(operation.path)
  const known = targets.get(operation.method) ?? []
  if (known.some((target) => target.suffix === suffix)) return
  const target = { operation, query, suffix, names: namesIn(path) }
  targets.set(operation.method, suffix === '' ? [target, ...known] : [...known, target])
}

function pick(targets: Targets, values: readonly string[], method: string, search: string): Match {
  const all = targets.get(method) ?? (method === 'HEAD' ? targets.get('GET') : undefined)
  const [first, ...alternatives] = all && all.length > 1 ? fitting(all, search) : (all ?? [])
  if (!first) return undefined
  const routed = routedTo(first, values)
  if (alternatives.length === 0) return routed
  return { ...routed, alternatives: alternatives.map((target) => routedTo(target, values)) }
}

/** Those whose query was sent; of these the ones that ask for the most, and without any the first. */
function fitting(targets: readonly Target[], search: string): readonly Target[] {
  const sent = new URLSearchParams(search)
  const sentTo = targets.filter(({ query }) =>
    query.every(([name, value]) => (value === undefined ? sent.has(name) : sent.getAll(name).includes(value))),
  )
  const most = Math.max(...sentTo.map(({ query }) => query.length))
  return sentTo.length > 0 ? sentTo.filter(({ query }) => query.length === most) : targets.slice(0, 1)
}

function routedTo({ operation, names }: Target, values: readonly string[]): Routed {
  return { operation, params: names.length === 0 ? {} : paramsOf(names, values) }
}

function paramsOf(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

function allowed(all: readonly Targets[]): Method[] {
  const named = all.flatMap((targets) => [...targets.values()].flat()).map(({ operation }) => operation.method)
  return [...new Set<Method>([...named, ...(named.includes('GET') ? (['HEAD'] as const) : []), 'OPTIONS'])].sort()
}
