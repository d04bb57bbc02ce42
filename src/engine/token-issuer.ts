import { memberOf, requestSchema } from '../contract/body-schema.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument, SecurityScheme } from '../contract/document.ts'
import type { Reply } from '../contract/handler.ts'
import type { Api } from '../served/api.ts'
import { flowsOf, type OAuthFlows } from '../ways/oauth-flows.ts'
import { hasScopes } from '../ways/roles.ts'
import { scopesOf } from '../ways/scheme-scopes.ts'
import { type AuthorizationServer, authorizationServer } from './authorization-server/authorization-server.ts'
import { hasUsers, policyOf } from './authorization-server/policy.ts'
import { exampleAnswer } from './example-answer.ts'
import { oauthAddresses } from './oauth-addresses.ts'

type Handlers = Api['handlers']

/** The authorization server of an own API. */
export interface TokenIssuer extends AuthorizationServer {
  /** Whether it issues refresh tokens. */
  readonly hasRefreshTokens: boolean
}

/** The authorization server for the OAuth 2 and OpenID Connect schemes of a contract; undefined where it has none. */
export function tokenIssuer(contract: Contract, served: readonly string[]): TokenIssuer | undefined {
  const schemes = served.filter((name) => hasScopes(contract.securitySchemes[name]))
  if (schemes.length === 0) return undefined
  const declared = schemes.map((name) => servedFlows(contract.securitySchemes[name] ?? { type: '' }))
  const flows = Object.assign({}, documentedGrants(contract), ...declared)
  const options = { flows, schemes, scopes: schemes.flatMap((name) => scopesOf(contract, name)) }
  return { ...authorizationServer(options), hasRefreshTokens: hasUsers(policyOf(options)) }
}

/** OpenID Connect is the code flow, whatever other schemes declare. */
function servedFlows(scheme: SecurityScheme): OAuthFlows {
  return scheme.type === 'openIdConnect' ? { authorizationCode: {} } : flowsOf(scheme)
}

const flowOfGrant: ReadonlyMap<string, string> = new Map([
  ['authorization_code', 'authorizationCode'],
  ['client_credentials', 'clientCredentials'],
  ['password', 'password'],
  ['urn:ietf:params:oauth:grant-type:device_code', 'deviceAuthorization'],
])

/** The flows of the grants that a token endpoint of the contract takes by its own schema. */
function documentedGrants({ document, operations }: Contract): Readonly<Record<string, object>> {
  const grants = operations
    .filter(isTokenEndpoint(document))
    .map((operation) => memberOf(document, requestSchema(document, operation), 'grant_type') ?? {})
    .flatMap((schema) => [schema.enum, schema.const].flat())
  const flows = grants.flatMap((grant) => flowOfGrant.get(String(grant)) ?? [])
  return Object.fromEntries(flows.map((flow) => [flow, {}]))
}

function isTokenEndpoint(document: ContractDocument): (operation: Operation) => boolean {
  const addresses = oauthAddresses(document)
  return (operation) => addresses.get(keyOf(operation)) === 'token endpoint'
}

function keyOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

const endpointOf: ReadonlyMap<string | undefined, string> = new Map([
  ['token endpoint', '_auth.token'],
  ['authorization endpoint', '_auth.authorize'],
  ['device authorization endpoint', '_auth.device'],
])

/** The ids of the operations that exchange a grant for tokens: the issuer's own, and those of the contract. */
export function tokenEndpoints({ document, operations }: Contract): readonly string[] {
  return ['_auth.token', ...operations.filter(isTokenEndpoint(document)).map(({ id }) => id)]
}

/** The operations of the contract that its schemes name as endpoints, answered by the authorization server. */
export function endpointHandlers(
  contract: Contract,
  { handlers }: AuthorizationServer,
): ReadonlyMap<string, Handlers[string]> {
  const addresses = oauthAddresses(contract.document)
  const found = contract.operations.flatMap((operation) => {
    const handler = handlers[endpointOf.get(addresses.get(keyOf(operation))) ?? '']
    return handler ? [[operation.id, inFormOf(contract.document, operation, handler)] as const] : []
  })
  return new Map(found)
}

/** The members that only the contract knows are those of its example. */
function inFormOf(document: ContractDocument, operation: Operation, handler: Handlers[string]): Handlers[string] {
  return async (request, context) => {
    const outcome = await handler(request, context)
    if ('refusal' in outcome) return outcome
    return {
      ...outcome,
      body: outcome.status === 200 ? merged(document, operation, outcome) : outcome.body,
      asIs: true,
    }
  }
}

function merged(document: ContractDocument, operation: Operation, { body }: Reply): unknown {
  const example = exampleAnswer(document, operation).body
  const { refresh_token: _, ...others } = isObject(example) ? example : {}
  return isObject(body) ? { ...others, ...body } : body
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
