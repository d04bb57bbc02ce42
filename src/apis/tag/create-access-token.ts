import { whyNotClient } from '../../served/why-not-client.ts'
import type { Client } from '../../store/clients.ts'
import { clientCredentials } from './client-credentials-grant.ts'
import type { TokenRequest, Traded } from './grant.ts'
import type { TagContext, TagHandlers, TokenOutcome } from './handlers.ts'
import { password } from './password-grant.ts'
import { refreshToken } from './refresh-token-grant.ts'
import { refused, wrongClient } from './refusals.ts'
import { tokenResponse } from './tokens.ts'

/** `POST /oauth/v2/token` (TG-03): whose request it is, and then the trade. */
export const createAccessToken: TagHandlers['createAccessToken'] = async ({ body }, context) => {
  const client = await authenticate(body, context)
  if ('status' in client) return client
  if (body.scope) return refused('invalid_scope', 'An unsupported scope was requested')
  const outcome = await trade(body, client, context)
  return isIssued(outcome) ? answer(outcome, client, context) : outcome
}

/** The three grants (TG-02). */
function trade(body: TokenRequest, client: Client, context: TagContext): Traded {
  switch (body.grant_type) {
    case 'client_credentials':
      return clientCredentials(client, context)
    case 'password':
      return password(body, client, context)
    case 'refresh_token':
      return refreshToken(body, client, context)
  }
}

/** The client, by HTTP Basic or by the body, never by both (RFC 6749, 2.3; TG-63). An empty value counts as missing (TG-62). */
async function authenticate(
  { client_id: id = '', client_secret: secret = '' }: TokenRequest,
  { caller, store, address }: TagContext & { readonly caller: Client | undefined },
): Promise<Client | Extract<TokenOutcome, { status: 400 }>> {
  if (caller && (secret !== '' || (id !== '' && id !== caller.id)))
    return refused('invalid_request', 'The client may authenticate in one way only')
  if (caller) return caller
  if (id === '' || secret === '')
    return refused('invalid_client', 'Client credentials were not found in the headers or body')
  const client = await store.clients.authenticate(id, secret)
  if (client) return client
  await store.failures.guessed(address)
  return { ...refused('invalid_client', wrongClient), finding: await whyNotClient(id, store) }
}

function isIssued(outcome: Awaited<Traded>): outcome is Extract<typeof outcome, readonly unknown[]> {
  return Array.isArray(outcome)
}

/** A client that was removed while its request was under way gets nothing that works. */
async function answer(
  issued: Extract<Awaited<Traded>, readonly unknown[]>,
  { id }: Client,
  { store, fields }: TagContext,
): Promise<TokenOutcome> {
  const isForm = fields('content-type').some((type) => /^application\/x-www-form-urlencoded\b/i.test(type))
  if (await store.clients.find(id)) return tokenResponse(issued, isForm)
  await store.secrets.revokeAll({ client: id })
  return refused('invalid_client', wrongClient)
}
