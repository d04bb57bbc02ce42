import type { Client } from '../../store/clients.ts'

/** An address on this machine, of any port and path (RFC 8252, 7.3). A fragment must not be in it (RFC 6749, 3.1.2). */
export const loopback =
  /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/[\w.~!$&'()*+,;=:@%/-]*)?(\?[\w.~!$&'()*+,;=:@%/?-]*)?$/

/** Whether a client may be sent back there: to exactly the addresses it registered, or to any loopback address if to none. */
export function isRegistered(uri: string, { redirectUris = [] }: Client): boolean {
  return redirectUris.length > 0 ? redirectUris.includes(uri) : loopback.test(uri)
}

/** The address with parameters added to its own (RFC 6749, 3.1.2). */
export function withParameters(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(given)}`
}
