import type { Contract, Operation } from '../contract/contract.ts'

/** What other parts of the pages are called. */
const taken = ['content', 'server', 'credentials', 'operations', 'refusals']

const known = new WeakMap<Contract, ReadonlyMap<string, string>>()

/** What an operation is linked by: its id if that may stand in an address as it is. */
export function anchorOf(contract: Contract, { id }: Operation): string {
  const anchors = known.get(contract) ?? anchorsOfAll(contract)
  known.set(contract, anchors)
  return anchors.get(id) ?? ''
}

function anchorsOfAll({ operations }: Contract): ReadonlyMap<string, string> {
  return anchorsOf(
    operations.map(({ id }) => id),
    'op',
    taken,
  )
}

/**
 * Names as addresses have them: `repos/list files` is `repos-list-files`, and one that is no word, or that only case tells
 * from another, is numbered.
 */
export function anchorsOf(
  names: readonly string[],
  numbered: string,
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  const used = new Set(taken)
  return new Map(
    names.map((name, index) => {
      const words = name.match(/[A-Za-z0-9]+|_(?=[A-Za-z0-9])/g) ?? []
      const anchor = words.join('-').replaceAll(/-?_-?/g, '_').slice(0, 100).replace(/[-_]$/, '')
      const isFree = /^[A-Za-z]/.test(anchor) && !used.has(anchor.toLowerCase()) && !/^(op|tag)-\d/i.test(anchor)
      const free = isFree ? anchor : `${numbered}-${index + 1}`
      used.add(free.toLowerCase())
      return [name, free]
    }),
  )
}
