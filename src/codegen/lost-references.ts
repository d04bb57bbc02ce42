import { found } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { eachNode, type Node, rewrite } from '../contract/walk.ts'

/** Takes references out that lead nowhere, since what they led to was nothing that could be understood. */
export function withoutLostReferences(document: ContractDocument): ContractDocument {
  const lost = lostReferences(document)
  if (lost.size === 0) return document
  return rewrite(document, (node) => (lost.has(node.$ref as string) ? withoutReference(node) : node))
}

/** The references that lead nowhere, each once. */
export function lostReferences(document: ContractDocument): ReadonlySet<string> {
  const anchors = new Set<unknown>()
  const targets = new Set<string>()
  eachNode(document, ({ $anchor, $ref }) => {
    if (typeof $anchor === 'string') anchors.add(`#${$anchor}`)
    if (typeof $ref === 'string') targets.add($ref)
  })
  return new Set([...targets].filter(($ref) => !anchors.has($ref) && !found(document, $ref)))
}

function withoutReference({ $ref: _, ...others }: Node): Node {
  return others
}
