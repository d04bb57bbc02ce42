import type { Address } from '../../contract/address.ts'
import type { Operation } from '../../contract/contract.ts'
import type { EngineContract } from '../engine-contract.ts'

/** The operation that activates accounts, and where it takes the code. */
interface ActivatedBy {
  readonly operation: Operation
  readonly code: string
}

/** How accounts are activated; undefined where no operation does it. */
export function activatedBy({
  actions,
  contract,
}: Pick<EngineContract, 'actions' | 'contract'>): ActivatedBy | undefined {
  const found = contract.operations.flatMap((operation) => {
    const action = actions.get(operation.id)
    return action?.kind === 'activate' ? [{ operation, code: String(action.code) }] : []
  })
  return found[0]
}

/** A link that activates, below the address that the sign-up was sent to; undefined where no link can carry the code. */
export function linkWith(
  { operation, code }: ActivatedBy,
  plain: string,
  { origin, mount }: Address,
): string | undefined {
  if (operation.method !== 'GET') return undefined
  const [, place, name = ''] = /^\$request\.(query|path)\.(.+)$/s.exec(code) ?? []
  const base = `${origin}${mount}${operation.basePaths[0] ?? ''}`
  const value = encodeURIComponent(plain)
  if (place === 'query') return `${base}${operation.path}?${encodeURIComponent(name)}=${value}`
  return place === 'path' ? `${base}${operation.path.replace(`{${name}}`, value)}` : undefined
}
