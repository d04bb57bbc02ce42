import type { SecurityScheme } from '../contract/document.ts'

/** A flow of an OAuth 2 scheme, as far as it is read. */
interface OAuthFlow {
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
