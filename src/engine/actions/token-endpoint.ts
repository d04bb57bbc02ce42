import type { Finding } from '../../contract/finding.ts'
import type { ErasedRequest } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Violation } from '../../contract/violation.ts'
import { rotationFinding } from '../../served/fault.ts'
import type { Found } from '../../store/secrets.ts'
import type { TokenEndpoint } from '../../ways/declarations.ts'
import { type Parameters, sentParameters } from '../authorization-server/parameters.ts'
import { grantedScopes, scopesWithin } from '../authorization-server/scopes.ts'
import { authenticatesTwice, knownClient } from '../known-client.ts'
import type { ActionContext, ActionFactory } from './action.ts'
import { callerOf } from './managed-keys.ts'
import { type Endpoint, endpointOf, type Grant } from './token-grants.ts'
import { tokenReply } from './token-reply.ts'

/** An OAuth 2 token endpoint (RFC 6749, 3.2): whose request it is, and then the ways that its grant leads to. */
export const tokenEndpoint: ActionFactory<TokenEndpoint> = (engine, operation, action) => {
  const endpoint = endpointOf(engine, operation, action)
  const inQuery = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name)
  return async (request, context) => {
    const parameters = parametersOf(request, inQuery)
    const { grant_type: type } = parameters
    if (type === undefined) return { refusal: 'invalid', violations: [noGrant] }
    const client = await clientOf(parameters, endpoint, context)
    if ('refusal' in client) return client
    const grant = endpoint.grants.get(type)
    if (!grant) return refuse('unsupported-grant')
    const barred = await barredBy({ parameters, client, grant }, context)
    if (barred) return barred
    const outcome = await grant.serve(naming(client, request), context)
    if ('refusal' in outcome) return outcome
    return (await removed(client, context)) ?? tokenReply({ engine, operation, grant }, outcome, context)
  }
}

const noGrant: Violation = { in: 'body', path: ['grant_type'], keyword: 'required', message: 'is required' }

const names = ['grant_type', 'client_id', 'client_secret', 'scope', 'refresh_token']

/** Of a form or of JSON, and of the query where the contract says so: secrets do not belong there (RFC 6749, 2.3.1). */
function parametersOf({ query, body }: ErasedRequest, inQuery: readonly string[]): Parameters {
  const known = names.filter((name) => inQuery.includes(name))
  return { ...sentParameters(query, known).parameters, ...sentParameters(body, names).parameters }
}

/** The client that asks, where the endpoint has clients. */
interface Asking {
  readonly client?: string
  readonly secret?: string | undefined
}

/** The client, by HTTP Basic or by the body and never by both (RFC 6749, 2.3). */
async function clientOf(
  parameters: Parameters,
  { hasClients, keepSecrets, takesBody }: Endpoint,
  context: ActionContext,
): Promise<Asking | Refusal> {
  const { client: calling, plain } = callerOf(context) ?? {}
  if (calling !== undefined)
    return authenticatesTwice(calling, parameters) ? refuse('several-credentials') : { client: calling, secret: plain }
  if (!hasClients) return {}
  const { client_id: client, client_secret: secret } = takesBody ? parameters : {}
  if (client === undefined || (keepSecrets && secret === undefined)) return refuse('missing-client')
  const retryAfter = context.store.failures.waitOfAddress(context.address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const known = await knownClient(client, secret ?? '', context)
  return 'client' in known ? { client, secret } : refuse('unknown-client', { finding: known.finding })
}

/** A token request of a client that proved who it is. */
interface Request {
  readonly parameters: Parameters
  readonly client: Asking
  readonly grant: Grant
}

/** Why a grant cannot be had: more scope than there is, or a refresh token of another client or with less scope (RFC 6749, 6). */
async function barredBy(
  { parameters: { scope, refresh_token: refresh }, client: { client }, grant }: Request,
  { store }: ActionContext,
): Promise<Refusal | undefined> {
  if (!scopesWithin(scope, grant.scopes)) return refuse('invalid-scope')
  if (refresh === undefined) return undefined
  const found = await Promise.all(grant.refreshKinds.map((kind) => store.secrets.find(kind, refresh)))
  for (const each of found) {
    if (!each) continue
    if (!grant.namesClient && each.secret.client !== client)
      return refuse('invalid-refresh', { finding: foreign(each) })
    if (!scopesWithin(scope, grantedScopes(each.secret))) return refuse('invalid-scope')
  }
  return undefined
}

function foreign(found: Found): Finding {
  return rotationFinding('refresh token', { result: 'refused', found }, 'client')
}

/** The ways find a client in the body, wherever it was sent. */
function naming({ client, secret }: Asking, request: ErasedRequest): ErasedRequest {
  if (client === undefined) return request
  const body = { ...Object(request.body), client_id: client, ...(secret !== undefined && { client_secret: secret }) }
  return { ...request, body }
}

/** A client that was removed while its request was under way gets nothing that works. */
async function removed({ client }: Asking, { store }: ActionContext): Promise<Refusal | undefined> {
  if (client === undefined || (await store.clients.find(client))) return undefined
  await store.secrets.revokeAll({ client })
  return refuse('unknown-client')
}
