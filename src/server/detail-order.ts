import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { Routed } from '../contract/router.ts'
import { shapeOf } from '../contract/schema-shape.ts'

/** Orders operations of one path by how much they ask of a body, so that the first one that a body is valid for is meant. */
export type ByDetail = (routed: readonly Routed[], mediaType: string | undefined) => readonly Routed[]

/** Members that a body must have: those with one value, then all. */
type Detail = readonly [constants: number, members: number]

export function detailOrder({ document }: Pick<Contract, 'document'>): ByDetail {
  const known = new Map<string, Detail>()
  return (routed, mediaType) => {
    const [first] = routed
    // Without a body nothing tells them apart.
    if (mediaType === undefined) return first ? [first] : []
    const detailOf = (operation: Operation) => {
      const key = `${operation.id} ${mediaType}`
      const detail = known.get(key) ?? detailIn(document, operation, mediaType)
      known.set(key, detail)
      return detail
    }
    return routed
      .filter((each) => each === first || Object.hasOwn(each.operation.requestBody?.content ?? {}, mediaType))
      .map((each) => ({ each, detail: detailOf(each.operation) }))
      .toSorted((one, other) => byMost(one.detail, other.detail))
      .map(({ each }) => each)
  }
}

function byMost(one: Detail, other: Detail): number {
  return other[0] - one[0] || other[1] - one[1]
}

function detailIn(document: ContractDocument, { requestBody }: Operation, mediaType: string): Detail {
  const shape = shapeOf(document, requestBody?.content[mediaType]?.schema)
  const required = [...shape.required].map((name) => shape.member(String(name)))
  return [required.filter((member) => member?.isConstant).length, required.length]
}
