import type { ContractDocument } from '../contract/document.ts'
import type { Lifecycle } from './declarations.ts'
import { mergedLifecycle } from './lifecycle.ts'
import type { Way, Ways } from './way.ts'

/** A way to authenticate, and the security scheme whose credential it leads to. */
export interface FoundWay extends Way {
  readonly name: string
  readonly scheme: string
  /** What its scheme declares of all its credentials, and the way of its own. */
  readonly lifecycle: Lifecycle
}

/** The ways of all security schemes, in the order of the contract; `wayFaults` of codegen says whether they are well-formed. */
export function waysOf(document: ContractDocument): FoundWay[] {
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  return schemes.flatMap(([scheme, { 'x-ways': ways = {}, 'x-lifecycle': shared }]) =>
    Object.entries(ways as Ways).map(([name, way]) => ({
      ...way,
      name,
      scheme,
      lifecycle: mergedLifecycle(shared, way.lifecycle),
    })),
  )
}
