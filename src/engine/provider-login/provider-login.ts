import { documentedResponse, type Operation } from '../../contract/contract.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { WayRedirect } from '../../ways/way.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ServedWay } from '../ways/way-rules.ts'

/** A way by which the browser logs in at a provider, and comes back. */
export interface ProviderWay extends ServedWay {
  readonly redirect: WayRedirect & { readonly callback: string }
}

/** What the two operations of such logins are answered with. */
export interface ProviderLogin {
  readonly engine: EngineContract
  readonly operation: Operation
  readonly ways: readonly [ProviderWay, ...ProviderWay[]]
}

export function isProviderWay(way: ServedWay): way is ProviderWay {
  return way.redirect?.callback !== undefined
}

/** Where the provider sends the browser back to; the same host and world the login was begun at. */
export function callbackUrl({ contract }: EngineContract, { redirect }: ProviderWay, { place }: Context): string {
  const operation = contract.operations.find(({ id }) => id === redirect.callback)
  const [basePath = ''] = operation?.basePaths ?? []
  return `${place.origin}${place.mount}${basePath}${operation?.path}`
}

/** A redirect, with cookies if there are any; few contracts document it. */
export function redirection(operation: Operation, location: string, cookies: string | string[] = []): Reply {
  const headers = { Location: location, ...(cookies.length > 0 && { 'Set-Cookie': cookies }) }
  return { status: 302, headers, ...(!documentedResponse(operation, 302) && { asIs: true }) }
}
