import type { ContractDocument, PathItem, SecurityScheme } from '../contract/document.ts'
import type { Api, Context } from '../served/api.ts'
import { flowsOf } from '../ways/oauth-flows.ts'
import { urlOf } from './authorization-server/endpoints.ts'

/** Where the contract of an own API is served, below its mount. */
export const contractPath = '/openapi.json'

export const contractOperation = '_contract'

/** The operation that answers with the contract. */
export const contractItem: PathItem = {
  servers: [{ url: '/' }],
  get: {
    operationId: contractOperation,
    summary: 'Get the contract as it is served',
    'x-internal': true,
    security: [],
    responses: {
      '200': { description: 'The contract', content: { 'application/json': { schema: { type: 'object' } } } },
    },
  },
}

/** Answers with the contract, its addresses being those of this server. */
export function contractHandler(document: ContractDocument, basePath: string): Api['handlers'][string] {
  return (_request, { place }) => ({
    status: 200,
    body: published(document, `${place.origin}${place.mount}${basePath}`, place),
  })
}

function published(document: ContractDocument, url: string, place: Context['place']): object {
  const { 'x-vendor-servers': _, ...rest } = document
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  const securitySchemes = Object.fromEntries(schemes.map(([name, scheme]) => [name, withOwnAddresses(scheme, place)]))
  const components = { ...document.components, ...(schemes.length > 0 && { securitySchemes }) }
  return { ...rest, servers: [{ url }], ...(document.components && { components }) }
}

/** The built-in authorization server is where tokens come from. */
function withOwnAddresses(scheme: SecurityScheme, place: Context['place']): SecurityScheme {
  if (scheme.type === 'openIdConnect')
    return { ...scheme, openIdConnectUrl: urlOf('configuration', place) } as SecurityScheme
  if (scheme.type !== 'oauth2') return scheme
  const flows = Object.entries(flowsOf(scheme)).map(([name, flow]) => [
    name,
    {
      ...flow,
      ...(flow.authorizationUrl !== undefined && { authorizationUrl: urlOf('authorize', place) }),
      ...(flow.tokenUrl !== undefined && { tokenUrl: urlOf('token', place) }),
      ...(flow.refreshUrl !== undefined && { refreshUrl: urlOf('token', place) }),
      ...(flow.deviceAuthorizationUrl !== undefined && { deviceAuthorizationUrl: urlOf('device', place) }),
    },
  ])
  return { ...scheme, flows: Object.fromEntries(flows) } as SecurityScheme
}
