import type { Client } from '../../store/clients.ts'
import { clientCredentials } from './client-credentials-grant.ts'
import type { Grant, TokenParameters } from './grant.ts'
import type { TagContext, TagHandlers, TokenOutcome } from './handlers.ts'
import { password } from './password-grant.ts'
import { refreshToken } from './refresh-token-grant.ts'
import { refused, wrongClient } from './refusals.ts'
import { tokenResponse } from './tokens.ts'
import { whyNotClient } from './why-not-client.ts'

/** The three grants (TG-02). */
const grants: ReadonlyMap<string, Grant> = new Map([
  ['client_credentials', clientCredentials],
  ['password', password],
  ['refresh_token', refreshToken],
])

/** `POST /oauth/v2/token` (TG-03): which grant, whose, and then the trade. */
export const createAccessToken: TagHandlers['createAccessToken'] = async ({ body }, context) => {
  const parameters = given(body)
  if (parameters.grant_type === undefined) return refused('invalid_request', 'The grant_type parameter is missing')
  const grant = grants.get(parameters.grant_type)
  if (!grant) return refused('unsupported_grant_type', 'This grant type is not supported')
  const client = await authenticate(parameters, context)
  if ('status' in client) return client
  if (parameters.scope !== undefined) return refused('invalid_scope', 'An unsupported scope was requested')
  const outcome = await grant(parameters, client, context)
  return isIssued(outcome) ? answer(outcome, client, context) : outcome
}

const names = [
  'grant_type',
  'client_id',
  'client_secret',
  'username',
  'password',
  'refresh_token',
  'scope',
] as const satisfies readonly (keyof TokenParameters)[]

/** The known parameters that have a value (RFC 6749, 3.2; TG-62). */
function given(body: TokenParameters): TokenParameters {
  return Object.fromEntries(names.map((name) => [name, body[name] || undefined]))
}

/** The client, by HTTP Basic or by the body, never by both (RFC 6749, 2.3; TG-63). */
async function authenticate(
  { client_id: id, client_secret: secret }: TokenParameters,
  { caller, store, address }: TagContext & { readonly caller: Client | undefined },
): Promise<Client | Extract<TokenOutcome, { status: 400 }>> {
  if (caller && (secret !== undefined || (id !== undefined && id !== caller.id)))
    return refused('invalid_request', 'The client may authenticate in one way only')
  if (caller) return caller
  if (id === undefined || secret === undefined)
    return refused('invalid_client', 'Client credentials were not found in the headers or body')
  const client = await store.clients.authenticate(id, secret)
  if (client) return client
  await store.failures.guessed(address)
  return { ...refused('invalid_client', wrongClient), finding: await whyNotClient(id, store) }
}

function isIssued(outcome: Awaited<ReturnType<Grant>>): outcome is Extract<typeof outcome, readonly unknown[]> {
  return Array.isArray(outcome)
}

/** A client that was removed while its request was under way gets nothing that works. */
async function answer(
  issued: Extract<Awaited<ReturnType<Grant>>, readonly unknown[]>,
  { id }: Client,
  { store }: TagContext,
): Promise<TokenOutcome> {
  if (await store.clients.find(id)) return tokenResponse(issued)
  await store.secrets.revokeAll({ client: id })
  return refused('invalid_client', wrongClient)
}
