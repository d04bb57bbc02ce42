import type { Operation } from './contract.ts'
import type { Method } from './operation.ts'

/** What a path and a method lead to; `params` are decoded. */
export type Match =
  | { readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  | { readonly allow: readonly Method[] }
  | undefined

type Operations = ReadonlyMap<string, Operation>

interface Template {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly operations: Operations
}

/**
 * Finds operations by exact spelling: no case folding, no trailing slash, no dot segments, no decoding before the
 * match. A literal path wins over a template, as OpenAPI has it (OpenAPI 3.1.1, 4.8.8).
 */
export class Router {
  readonly #literal = new Map<string, Map<string, Operation>>()
  readonly #templates: Template[] = []

  constructor(operations: readonly Operation[], basePath: string) {
    for (const [path, group] of Map.groupBy(operations, (operation) => basePath + operation.path)) {
      const byMethod = new Map(group.map((operation) => [operation.method, operation]))
      if (path.includes('{')) this.#templates.push({ ...template(path), operations: byMethod })
      else this.#literal.set(path, byMethod)
    }
  }

  /** HEAD is answered by GET unless the contract says otherwise (RFC 9110, 9.3.2). */
  match(method: string, path: string): Match {
    const literal = this.#literal.get(path)
    if (literal) return pick(literal, method, {})
    for (const { pattern, names, operations } of this.#templates) {
      const values = pattern.exec(path)
      const params = values && decodeParams(names, values)
      if (params) return pick(operations, method, params)
    }
    return undefined
  }
}

function template(path: string): Pick<Template, 'pattern' | 'names'> {
  const names: string[] = []
  const source = path.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith('{')) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(part.slice(1, -1))
    return '([^/]+)'
  })
  return { pattern: new RegExp(`^${source.join('')}$`), names }
}

function pick(operations: Operations, method: string, params: Record<string, string>): Match {
  const operation = operations.get(method) ?? (method === 'HEAD' ? operations.get('GET') : undefined)
  return operation ? { operation, params } : { allow: allowed(operations) }
}

function allowed(operations: Operations): Method[] {
  const named = [...operations.values()].map(({ method }) => method)
  return [...new Set<Method>([...named, ...(operations.has('GET') ? (['HEAD'] as const) : []), 'OPTIONS'])].sort()
}

/** Undefined where a value is not valid percent-encoded UTF-8: such a path names nothing. */
function decodeParams(names: readonly string[], values: RegExpExecArray): Record<string, string> | undefined {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? '')]))
  } catch {
    return undefined
  }
}
