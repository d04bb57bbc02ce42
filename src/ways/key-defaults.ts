import type { Contract } from '../contract/contract.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Action, Asked, IssueKey } from './declarations.ts'

/** What the operation that issues the keys of a way keeps with a key about which its request says nothing. */
export function keyDefaults(contract: Contract, way: string): Readonly<Record<string, unknown>> {
  const members = Object.entries(issueAction(contract, way)?.members ?? {})
  return Object.fromEntries(
    members.map(([name, asked]) => [name, unasked(asked)]).filter(([, value]) => value !== undefined),
  )
}

function issueAction({ operations, document }: Contract, way: string): IssueKey | undefined {
  return operations
    .map((operation) => operationExtension(document, operation, 'x-action') as Action | undefined)
    .find((action): action is IssueKey => action?.kind === 'issue-key' && action.way === way)
}

function unasked(asked: Asked): unknown {
  if (typeof asked === 'object' && asked !== null) return asked.otherwise
  return typeof asked === 'string' && asked.startsWith('$') ? undefined : asked
}
