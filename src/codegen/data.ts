import { resolve } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { type Node, rewrite } from './walk.ts'

/**
 * Puts what a `$ref` leads to in its place in examples, other data and extensions, or takes it out if it leads nowhere.
 * It is only a value there, but validator and mock follow it all the same, and do not start if they cannot.
 */
export function settleData(document: ContractDocument): ContractDocument {
  const settle = (value: unknown, passed: readonly string[] = []): unknown => {
    if (Array.isArray(value)) return value.map((item) => settle(item, passed)).filter((item) => item !== undefined)
    if (typeof value !== 'object' || value === null) return value
    const { $ref } = value as Node
    if (typeof $ref === 'string')
      return passed.includes($ref) ? undefined : settle(targetOf(document, $ref), [...passed, $ref])
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, settle(member, passed)]))
  }
  return rewrite(document, (node) => node, settle)
}

function targetOf(document: ContractDocument, $ref: string): unknown {
  try {
    return resolve<Node>(document, { $ref })
  } catch {
    return undefined
  }
}
