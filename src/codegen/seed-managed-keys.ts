import { answerSchema, memberOf, schemaAt } from '../contract/body-schema.ts'
import type { Contract } from '../contract/contract.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Action, ListKeys } from '../ways/declarations.ts'
import type { FoundWay } from '../ways/found.ts'
import { keyDefaults } from '../ways/key-defaults.ts'
import type { SeedKey } from '../ways/seed.ts'
import type { SeedFault } from './seed-shape.ts'

/** What every key has without being told. */
const givenToAll: readonly string[] = ['id', 'secret', 'created', 'expires']

/** What the answers that list the keys of a way require, and a key of a seed does not have. */
export function managedKeyFaults(key: SeedKey, { name }: FoundWay, contract: Contract): SeedFault[] {
  const has = { ...keyDefaults(contract, name), ...key }
  const lacking = requiredMembers(contract, name).filter((member) => has[member] === undefined)
  return lacking.map((member) => ({
    path: [],
    message: `A key of the way "${name}" needs "${member}", which lists of keys show: write { value: …, ${member}: … }`,
  }))
}

function requiredMembers(contract: Contract, way: string): readonly string[] {
  const { document, operations } = contract
  const all = operations.flatMap((operation) => {
    const action = operationExtension(document, operation, 'x-action') as Action | undefined
    if (action?.kind !== 'list-keys' || action.way !== way) return []
    const list = schemaAt(document, answerSchema(document, operation), namesIn(action.list))
    const item = memberOf(document, list, '0')
    return shownMembers(action).flatMap(({ pointer, member }) => {
      const names = namesIn(pointer)
      const { required } = schemaAt(document, item, names.slice(0, -1)) ?? {}
      const { type } = schemaAt(document, item, names) ?? {}
      const isRequired = [required].flat().includes(names.at(-1)) && ![type].flat().includes('null')
      return isRequired ? [member] : []
    })
  })
  return [...new Set(all)]
}

/** Where a list shows what only some keys have. */
function shownMembers({ item }: ListKeys) {
  return Object.entries(item).flatMap(([pointer, shown]) => {
    const [, member] = /^\$key\.(.+)$/.exec(String(shown)) ?? []
    return member === undefined || givenToAll.includes(member) ? [] : [{ pointer, member }]
  })
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
