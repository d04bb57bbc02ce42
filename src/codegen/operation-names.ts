import type { OperationObject, PathItem } from '../contract/document.ts'
import { eachNode, rewrite } from '../contract/walk.ts'
import { type NameCounts, numbered } from './components.ts'
import { mapOperations } from './path-items.ts'

/** Gives every operation a name of its own. */
export class OperationNames {
  /** Names that the contract gives somewhere; an alias may not take them, nor may a name that is made up. */
  readonly #reserved: ReadonlySet<string>
  readonly #given = new Set<string>()
  readonly #counts: NameCounts = new Map()

  constructor(document: object) {
    const reserved = new Set<string>()
    eachNode(document, ({ operationId }) => {
      if (typeof operationId === 'string') reserved.add(operationId)
    })
    this.#reserved = reserved
  }

  /** An operation without a name, or a copy of one that bears it already, is named after its method and path. */
  name(item: PathItem, path: string, isAlias: boolean): PathItem {
    return mapOperations(item, (operation, method) => {
      const { operationId: own } = operation as Partial<OperationObject>
      const keeps = own && !this.#given.has(own) && !(isAlias && this.#reserved.has(own))
      const operationId = keeps ? own : this.#unused(nameAfter(method, path))
      this.#given.add(operationId)
      const isCopy = !keeps && (isAlias || own)
      return { ...(isCopy ? withoutOperationId(withoutOperationIds(operation)) : operation), operationId }
    })
  }

  #unused(name: string): string {
    return numbered(name, '', (other) => this.#given.has(other) || this.#reserved.has(other), this.#counts)
  }
}

/** A copy's callbacks must not bear the names of the original's; a link's `operationId` is no name, and stays. */
export function withoutOperationIds<Root extends object>(root: Root): Root {
  return rewrite(root, (node) => mapOperations(node as PathItem, withoutOperationId))
}

/** What stands under the name of a method is an operation, unless it is the value of some other map. */
function withoutOperationId(operation: OperationObject): OperationObject {
  if (typeof operation !== 'object' || !('operationId' in operation)) return operation
  const { operationId: _, ...rest } = operation
  return rest as OperationObject
}

/** `get /users/{id}.json` reads `getUsersIdJson`. */
function nameAfter(method: string, path: string): string {
  const words = path.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return method + words.map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join('')
}
