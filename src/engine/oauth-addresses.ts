import { serverAddress } from '../contract/contract.ts'
import type { ContractDocument, SecurityScheme } from '../contract/document.ts'

/** A flow of an OAuth 2 scheme, as far as it is read. */
export interface OAuthFlow {
  readonly authorizationUrl?: string
  readonly tokenUrl?: string
  readonly refreshUrl?: string
  readonly deviceAuthorizationUrl?: string
  readonly scopes?: Readonly<Record<string, string>>
}

export type OAuthFlows = Readonly<Record<string, OAuthFlow>>

/** The flows of a scheme; none where it is no OAuth 2. */
export function flowsOf(scheme: SecurityScheme): OAuthFlows {
  const { flows } = scheme as { readonly flows?: unknown }
  const entries = Object.entries(Object(flows)).filter(([, flow]) => typeof flow === 'object' && flow !== null)
  return Object.fromEntries(entries) as OAuthFlows
}

const addressNames = {
  tokenUrl: 'token endpoint',
  refreshUrl: 'token endpoint',
  authorizationUrl: 'authorization endpoint',
  deviceAuthorizationUrl: 'device authorization endpoint',
} as const

const methodOf = {
  tokenUrl: 'POST',
  refreshUrl: 'POST',
  authorizationUrl: 'GET',
  deviceAuthorizationUrl: 'POST',
} as const

/** The operations of a contract that its OAuth 2 schemes name as endpoints, by method and path. */
export function oauthAddresses(document: ContractDocument): ReadonlyMap<string, string> {
  const schemes = Object.values(document.components?.securitySchemes ?? {})
  const found = schemes
    .flatMap((scheme) => Object.values(flowsOf(scheme)))
    .flatMap((flow) =>
      (Object.keys(addressNames) as (keyof typeof addressNames)[]).flatMap((name) => {
        const url = flow[name]
        return operationsAt(document, methodOf[name], url).map((key) => [key, addressNames[name]] as const)
      }),
    )
  return new Map(found)
}

/** The operation at an address, which is of the API if its host is, or if it has none. */
function operationsAt(document: ContractDocument, method: string, url: unknown): string[] {
  if (typeof url !== 'string' || url === '') return []
  const server = serverAddress(document['x-vendor-servers']?.[0])
  const address = server && URL.parse(url, server.href)
  if (!server || !address || address.host !== server.host) return []
  const base = server.pathname.replace(/\/$/, '')
  const paths = [
    address.pathname,
    ...(address.pathname.startsWith(`${base}/`) ? [address.pathname.slice(base.length)] : []),
  ]
  return paths
    .filter((path) => document.paths[path]?.[method.toLowerCase()] !== undefined)
    .map((path) => `${method} ${path}`)
}
