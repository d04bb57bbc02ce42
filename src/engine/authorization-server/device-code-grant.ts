import type { Finding } from '../../contract/finding.ts'
import type { ErrorCode } from '../../contract/oauth-error.ts'
import { findingOf } from '../../served/fault.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { Found } from '../../store/secrets.ts'
import { findDecision, findDeviceCode, pollsTooSoon } from './device-codes.ts'
import type { Granted, GrantHandler, TokenRequest } from './grant.ts'
import { required } from './parameters.ts'
import { oauthError } from './refused.ts'
import { grantedScopes } from './scopes.ts'
import { issueFamily } from './tokens.ts'

interface Fault {
  readonly error: ErrorCode
  readonly description: string
  readonly finding?: Finding
}

/** A device that polls until the user has decided (RFC 8628, 3.4 and 3.5). */
export const deviceCodeGrant: GrantHandler = async (request) => {
  const { parameters, context } = request
  const deviceCode = required(parameters, 'device_code')
  const found = await findDeviceCode(deviceCode, context.store.secrets)
  if (!found) await context.store.failures.guessed(context.address)
  const fault = faultOf(found, request)
  const outcome = fault ?? (await atomically(context.store, (unit) => redeem(deviceCode, unit, request)))
  if ('issued' in outcome) return outcome
  throw oauthError(outcome.error, outcome.description, outcome.finding)
}

const what = 'device code'

function faultOf(found: Found | undefined, { client, context }: TokenRequest): Fault | undefined {
  const invalid = { error: 'invalid_grant', description: 'The device code is invalid' } as const
  if (!found) return { ...invalid, finding: findingOf(what, found) }
  if (found.secret.client !== client.id) return { ...invalid, finding: { is: 'foreign', what, of: 'client' } }
  if (found.state === 'expired')
    return { error: 'expired_token', description: 'The device code has expired', finding: findingOf(what, found) }
  if (found.state !== 'active') return { ...invalid, finding: findingOf(what, found) }
  if (pollsTooSoon(found.secret, context))
    return { error: 'slow_down', description: 'Wait five seconds longer between two requests' }
  return undefined
}

/** Looks at the code again, since of any number of simultaneous requests one succeeds. */
async function redeem(
  deviceCode: string,
  { secrets }: Unit,
  { client, policy }: TokenRequest,
): Promise<Granted | Fault> {
  const found = await findDeviceCode(deviceCode, secrets)
  if (found?.state !== 'active')
    return { error: 'invalid_grant', description: 'The device code is invalid', finding: findingOf(what, found) }
  const decision = await findDecision(found.secret, secrets)
  if (!decision) return { error: 'authorization_pending', description: 'The user has not decided yet' }
  await secrets.end(found.secret, 'consumed')
  const { account, state, secret } = decision
  if (!account || state !== 'active') return { error: 'access_denied', description: 'The user did not agree' }
  await secrets.end(secret, 'consumed')
  const holder = { client: client.id, subject: account.id, scopes: grantedScopes(found.secret), family: secret.family }
  return { issued: await issueFamily(secrets, holder, policy), login: { account, authTime: secret.issued } }
}
