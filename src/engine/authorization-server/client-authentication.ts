import { type Parsed, readFormBasic } from '../../auth/authorization.ts'
import type { Context } from '../../served/api.ts'
import type { Client } from '../../store/clients.ts'
import { authenticatesTwice, knownClient } from '../known-client.ts'
import type { Parameters } from './parameters.ts'
import { clientChallenge, oauthError, type Refused } from './refused.ts'

/** A client that proved who it is, or a public one, which has nothing to prove it with. */
export interface AuthenticatedClient extends Client {
  readonly isPublic: boolean
}

/** One answer for an unknown client and a wrong secret. */
const wrongClient = 'The client credentials are invalid'

/**
 * The client of a request (RFC 6749, 2.3.1): by HTTP Basic or by the body, never by both. A client that keeps no secret
 * sends its identifier alone.
 */
export async function authenticateClient(parameters: Parameters, context: Context): Promise<AuthenticatedClient> {
  const sent = readFormBasic(context.fields)
  const { client_id: id, client_secret: secret = '' } = parameters
  if (sent !== 'missing') return byCredentials(sent, parameters, context)
  if (id === undefined) throw oauthError('invalid_client', 'The client did not say who it is')
  const known = await knownClient(id, secret, context)
  if ('client' in known) return { ...known.client, isPublic: secret === '' }
  throw oauthError('invalid_client', wrongClient, known.finding)
}

/** A client that keeps a secret, as introspection asks for it: always with a 401 (RFC 7662, 2.1 and 2.3). */
export async function authenticateConfidentialClient(parameters: Parameters, context: Context): Promise<Client> {
  const sent = readFormBasic(context.fields)
  const { client_id: username, client_secret: password } = parameters
  const inBody = username !== undefined && password !== undefined && { username, password }
  if (sent === 'missing' && !inBody) throw secretIsNeeded(context)
  const client = await (sent === 'missing' && inBody
    ? byCredentials(inBody, {}, context)
    : authenticateClient(parameters, context))
  if (client.isPublic) throw secretIsNeeded(context)
  return client
}

function secretIsNeeded(context: Context): Refused {
  return clientChallenge(realmOf(context), 'missing', 'The client has to authenticate with its secret')
}

async function byCredentials(
  sent: Exclude<Parsed<{ readonly username: string; readonly password: string }>, 'missing'>,
  parameters: Parameters,
  context: Context,
): Promise<AuthenticatedClient> {
  if (sent === 'malformed')
    throw clientChallenge(realmOf(context), 'malformed', 'The Authorization header is not HTTP Basic')
  if (authenticatesTwice(sent.username, parameters))
    throw oauthError('invalid_request', 'The client may authenticate in one way only')
  const known = await knownClient(sent.username, sent.password, context)
  if ('client' in known) return { ...known.client, isPublic: sent.password === '' }
  throw clientChallenge(realmOf(context), 'unknown', wrongClient, known.finding)
}

function realmOf({ store }: Pick<Context, 'store'>): string {
  return store.scope.api
}
