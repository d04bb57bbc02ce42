import { join } from 'node:path'
import type { TestedApi } from '../../src/broken/self-test.ts'
import { testedApi } from '../../src/cli/tested-api.ts'
import { demoCast } from '../../src/conformance/derived/demo-cast.ts'
import { readContract } from '../../src/contract/contract.ts'
import { usualSeed } from '../../src/engine/demo-people.ts'
import { accountRules } from '../../src/ways/account-rules.ts'
import { kept } from '../engine/way-contracts.ts'

/** A contract whose broken variants are judged. */
interface Subject {
  readonly name: string
  /** The kinds of mistakes that no derived check sees there. */
  readonly notProven: readonly string[]
  readonly load: () => TestedApi | Promise<TestedApi>
}

const root = join(import.meta.dirname, '../..')

function named(word: string, ...overlay: readonly string[]): Subject['load'] {
  return () => testedApi(word, { overlay }, {})
}

/** With JSON Web Tokens, and a refresh token that stays. */
function withJwt(): TestedApi {
  const contract = readContract(kept.api.document)
  return { api: kept.api, own: { contract, demoPeople: demoCast(contract, usualSeed(accountRules(contract).roles)) } }
}

// A form that is not declared may be hexadecimal, which is the same in any case.
export const subjects: readonly Subject[] = [
  {
    name: 'bookings',
    notProven: ['compared-in-any-case'],
    load: named(join(root, 'test/engine/contracts/bookings.yaml')),
  },
  { name: 'vault', notProven: [], load: named(join(import.meta.dirname, 'vault.yaml')) },
  { name: 'kept', notProven: ['compared-in-any-case'], load: withJwt },
  {
    name: 'orders',
    notProven: ['compared-in-any-case'],
    load: named(join(root, 'examples/orders/openapi.yaml'), join(root, 'test/broken/orders.overlay.yaml')),
  },
  { name: 'khe', notProven: ['compared-in-any-case'], load: named('khe') },
  { name: 'innodata', notProven: ['compared-in-any-case'], load: named('innodata') },
  { name: 'nebula-block', notProven: [], load: named('nebula-block') },
  { name: 'numbers-station', notProven: ['compared-in-any-case'], load: named('numbers-station') },
  { name: 'tag', notProven: ['compared-in-any-case'], load: named('tag') },
]
