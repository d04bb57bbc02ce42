import type { Register } from '../../openapi/rules/register.ts'
import type { OperationsTypes, Suite } from '../conformance/check.ts'
import type { Contract } from '../contract/contract.ts'
import type { Changelog } from './changes/changelog.ts'
import type { Flow } from './flows/flow.ts'
import type { Served } from './own/served.ts'

/** All that is written about one API; what it does not have is undefined or empty, and has no page. */
export interface ApiSource {
  readonly id: string
  /** What people call it: the title without its subject. */
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly contract: Contract
  readonly register?: Register
  readonly checks: Suite<OperationsTypes, never>['checks']
  readonly flows: readonly Flow[]
  readonly changelog: Changelog
  /** How a contract of one's own is served; a built-in API has a server of its own. */
  readonly served?: Served
}

/** The module that the samples import the typed client from. */
export function clientModuleOf({ id, served }: Pick<ApiSource, 'id' | 'served'>): string {
  return served?.clientModule ?? `latchkey/clients/${id}`
}

/** What a contract says of itself. */
export function wordsOf({ document }: Contract): Pick<ApiSource, 'summary' | 'description'> {
  const { summary = '', description = '' } = document.info as {
    readonly summary?: unknown
    readonly description?: unknown
  }
  return { summary: textOf(summary), description: textOf(description) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
