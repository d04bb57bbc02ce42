import { type ErrorCode, errorBody } from '../../contract/oauth-error.ts'
import type { Context } from '../../served/api.ts'
import type { Client } from '../../store/clients.ts'
import { issuerOf } from './endpoints.ts'
import { problemPage } from './page.ts'
import { type Parameters, sentParameters } from './parameters.ts'
import { type CodeChallenge, readChallenge } from './pkce.ts'
import type { Policy } from './policy.ts'
import { isRegistered, withParameters } from './redirect-uri.ts'
import { Refused } from './refused.ts'
import { scopesWithin } from './scopes.ts'

/** The parameters of an authorization request (RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core 1.0, 3.1.2.1). */
export const authorizationParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'prompt',
  'response_mode',
  'login_hint',
  'request',
  'request_uri',
] as const

/** An authorization request that can be agreed to. */
export interface AuthorizationRequest {
  readonly client: string
  readonly redirectUri: string
  readonly state?: string | undefined
  readonly scopes: readonly string[]
  readonly challenge?: CodeChallenge | undefined
  readonly nonce?: string | undefined
}

/** A request as the page needs it. */
interface Asked {
  readonly request: AuthorizationRequest
  readonly client: Client
  readonly loginHint: string | undefined
}

/** Where answers go. */
type Way = Pick<AuthorizationRequest, 'redirectUri' | 'state'>

/**
 * Reads an authorization request. What is wrong goes back to the client, unless it is the client or its address: such an
 * error is shown to the person, since nobody is to be sent to an unknown address (RFC 6749, 4.1.2.1).
 */
export async function readAuthorizationRequest(sent: unknown, context: Context, policy: Policy): Promise<Asked> {
  const { parameters, repeated } = sentParameters(sent, authorizationParameters)
  const client = await clientOf(parameters, context)
  const redirectUri = redirectUriOf(parameters, client)
  const { state, login_hint: loginHint } = parameters
  const back = (error: ErrorCode, description: string) =>
    new Refused(redirect({ redirectUri, state }, errorBody(error, description), context))
  if (repeated !== undefined) throw back('invalid_request', `The parameter ${repeated} appears more than once`)
  for (const [isWrong, error, description] of faultsOf(parameters)) if (isWrong) throw back(error, description)
  const challenge = readChallenge(parameters.code_challenge, parameters.code_challenge_method)
  if (challenge && 'fault' in challenge) throw back('invalid_request', challenge.fault)
  if (!challenge && (await context.store.clients.authenticate(client.id, '')))
    throw back('invalid_request', 'A client without a secret has to send a code_challenge (RFC 7636)')
  const scopes = scopesWithin(parameters.scope, policy.userScopes, policy.scopes)
  if (!scopes) throw back('invalid_scope', 'A scope is unknown or malformed')
  if (parameters.prompt === 'none') throw back('login_required', 'Nobody is signed in')
  return {
    request: { client: client.id, redirectUri, state, scopes, challenge, nonce: parameters.nonce },
    client,
    loginHint,
  }
}

/** The answer to the client: a redirect that browsers follow with GET (RFC 9700, 4.12), with the issuer (RFC 9207). */
export function redirect(
  { redirectUri, state }: Way,
  answer: Readonly<Record<string, string>>,
  { place }: Pick<Context, 'place'>,
) {
  const Location = withParameters(redirectUri, { ...answer, state, iss: issuerOf(place) })
  return { status: 303, headers: { Location } } as const
}

async function clientOf({ client_id: id }: Parameters, { store }: Context): Promise<Client> {
  if (id === undefined) throw problemPage('The address of this page lacks a client_id.')
  const client = await store.clients.find(id)
  if (!client) throw problemPage(`There is no client "${id}".`, { is: 'unknown-client', client: id })
  return client
}

function redirectUriOf({ redirect_uri: uri }: Parameters, client: Client): string {
  if (uri === undefined) throw problemPage('The address of this page lacks a redirect_uri.')
  if (isRegistered(uri, client)) return uri
  const list = client.redirectUris ?? ['http://localhost', 'http://127.0.0.1', 'http://[::1]']
  const finding = { is: 'not-listed', what: 'redirect_uri', value: uri, list } as const
  throw problemPage(`The redirect_uri ${uri} is not registered for the client "${client.id}".`, finding)
}

/** What can be wrong with single parameters, in the order that it is told in. */
function faultsOf(sent: Parameters): readonly (readonly [boolean, ErrorCode, string])[] {
  const prompts = sent.prompt?.split(' ') ?? []
  const { response_type: type, response_mode: mode = 'query' } = sent
  return [
    [type === undefined, 'invalid_request', 'The parameter response_type is missing'],
    [type !== 'code', 'unsupported_response_type', 'The response_type must be code'],
    [mode !== 'query', 'invalid_request', 'The response_mode must be query'],
    [sent.request !== undefined, 'request_not_supported', 'Request objects are not supported'],
    [sent.request_uri !== undefined, 'request_uri_not_supported', 'Request objects are not supported'],
    [prompts.length > 1 && prompts.includes('none'), 'invalid_request', 'The prompt none goes with no other'],
  ]
}
