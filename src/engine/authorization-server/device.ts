import { second } from '../../auth/clock.ts'
import { authenticateClient } from './client-authentication.ts'
import { deviceLifetime, issueDeviceCodes, pollInterval } from './device-codes.ts'
import type { Endpoint } from './endpoint.ts'
import { urlOf } from './endpoints.ts'
import { wantedScopes } from './grant.ts'
import { readParameters } from './parameters.ts'
import type { Policy } from './policy.ts'
import { withParameters } from './redirect-uri.ts'
import { notCached } from './refused.ts'

export const deviceParameters = ['client_id', 'client_secret', 'scope'] as const

/** The device authorization endpoint (RFC 8628, 3.1 and 3.2). */
export function deviceEndpoint(policy: Policy): Endpoint {
  return async ({ body }, context) => {
    const parameters = readParameters(body, deviceParameters)
    const client = await authenticateClient(parameters, context)
    const scopes = wantedScopes(parameters, policy.userScopes, policy.scopes)
    const { deviceCode, userCode } = await issueDeviceCodes(client.id, scopes, policy, context)
    const address = urlOf('verify', context.place)
    return {
      status: 200,
      headers: notCached,
      body: {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: address,
        verification_uri_complete: withParameters(address, { user_code: userCode }),
        expires_in: deviceLifetime / second,
        interval: pollInterval,
      },
    }
  }
}
