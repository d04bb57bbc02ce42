import type { ApiSettings } from '../../store/api-store.ts'
import type { WayRedirect } from '../../ways/way.ts'
import { loopback } from '../authorization-server/redirect-uri.ts'
import { settingValue } from '../values.ts'

type Chosen = { readonly address: string } | { readonly listed: readonly string[] }

/**
 * Where a login at a provider ends: the address that was asked for, if it is one of those that are listed, character by
 * character (RFC 9700, 4.1.3), or on this machine where none are.
 */
export function returnAddress(
  { returnTo = {} }: WayRedirect,
  asked: string | undefined,
  settings: ApiSettings,
): Chosen {
  const named: Readonly<Record<string, unknown>> = { ...settings }
  const listed = returnTo.allowed === undefined ? undefined : settingValue<readonly string[]>(returnTo.allowed, named)
  const usual = returnTo.default === undefined ? listed?.[0] : settingValue(returnTo.default, named)
  const address = asked ?? usual
  const isListed = (uri: string) => uri === usual || (listed ? listed.includes(uri) : loopback.test(uri))
  return address !== undefined && isListed(address) ? { address } : { listed: listed ?? ['addresses of this machine'] }
}
