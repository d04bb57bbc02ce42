import type { Finding } from '../../contract/finding.ts'
import { findingOf } from '../../served/fault.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { Found } from '../../store/secrets.ts'
import type { CodeData } from './authorization-code.ts'
import type { Granted, GrantHandler, TokenRequest } from './grant.ts'
import { required } from './parameters.ts'
import { isVerified } from './pkce.ts'
import { oauthError } from './refused.ts'
import { issueFamily, kinds } from './tokens.ts'

/** Why a code buys nothing; `isGuess` if there never was such a code. */
interface Fault {
  readonly finding: Finding
  readonly isGuess?: true
  readonly isReplay?: true
}

/**
 * An authorization code for tokens (RFC 6749, 4.1.3). A code that is used twice ends what it bought (4.1.2); one that is
 * presented by another client, with another address or without its verifier stays as it is.
 */
export const authorizationCodeGrant: GrantHandler = async (request) => {
  const { parameters, context } = request
  const code = required(parameters, 'code')
  required(parameters, 'redirect_uri')
  const outcome = await atomically(context.store, (unit) => redeem(code, unit, request))
  if ('issued' in outcome) return outcome
  if (outcome.isGuess) await context.store.failures.guessed(context.address)
  if (outcome.isReplay) context.alarm('an authorization code was used twice; what it bought is revoked')
  throw oauthError('invalid_grant', 'The authorization code is invalid', outcome.finding)
}

async function redeem(code: string, { secrets }: Unit, request: TokenRequest): Promise<Granted | Fault> {
  const { client, policy } = request
  const found = await secrets.find(kinds.code, code)
  const { state, secret, account } = found ?? {}
  if (secret && secret.client === client.id && state === 'consumed') {
    const revoked = (await secrets.revokeAll({ family: secret.family })) > 0
    return { finding: { is: 'replayed', what, since: found?.since ?? 0, revoked }, isReplay: true }
  }
  const fault = faultOf(found, request)
  if (fault) return fault
  if (!secret || !account) return { finding: findingOf(what, found) }
  await secrets.end(secret, 'consumed')
  const { scopes, nonce } = secret.data as unknown as CodeData
  const holder = { client: client.id, subject: account.id, scopes, family: secret.family }
  return { issued: await issueFamily(secrets, holder, policy), login: { account, nonce, authTime: secret.issued } }
}

const what = 'authorization code'

function faultOf(found: Found | undefined, { parameters, client }: TokenRequest): Fault | undefined {
  if (!found) return { finding: findingOf(what, found), isGuess: true }
  if (found.secret.client !== client.id) return { finding: { is: 'foreign', what, of: 'client' } }
  if (found.state !== 'active') return { finding: findingOf(what, found) }
  const { redirectUri, challenge } = found.secret.data as unknown as CodeData
  if (parameters.redirect_uri !== redirectUri)
    return { finding: { is: 'misshapen', expected: `the redirect_uri of the authorization request, ${redirectUri}` } }
  if (!isVerified(challenge, parameters.code_verifier))
    return { finding: { is: 'misshapen', expected: verifierOf(challenge) } }
  return undefined
}

function verifierOf(challenge: CodeData['challenge']): string {
  return challenge
    ? 'the code_verifier of the code_challenge in the authorization request'
    : 'without a code_verifier, as the authorization request was without a code_challenge'
}
