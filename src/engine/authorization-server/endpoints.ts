import type { Address } from '../../contract/address.ts'

/** Where the authorization server stands, below the mount of its API. */
export const issuerPath = '/_auth'

/** Its paths there. */
export const endpoints = {
  authorize: '/_auth/authorize',
  token: '/_auth/token',
  revoke: '/_auth/revoke',
  introspect: '/_auth/introspect',
  device: '/_auth/device',
  verify: '/_auth/device/verify',
  userinfo: '/_auth/userinfo',
  jwks: '/_auth/jwks',
  metadata: '/_auth/.well-known/oauth-authorization-server',
  configuration: '/_auth/.well-known/openid-configuration',
} as const

type Place = Pick<Address, 'origin' | 'mount'>

/** The issuer, which differs between worlds and between the names that the server is reached at. */
export function issuerOf({ origin, mount }: Place): string {
  return `${origin}${mount}${issuerPath}`
}

export function urlOf(endpoint: keyof typeof endpoints, { origin, mount }: Place): string {
  return `${origin}${mount}${endpoints[endpoint]}`
}
