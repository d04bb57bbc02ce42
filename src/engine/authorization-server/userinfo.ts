import { readBearer } from '../../auth/authorization.ts'
import type { Challenge, CredentialFault } from '../../contract/challenge.ts'
import { faultOf } from '../../served/fault.ts'
import type { Endpoint } from './endpoint.ts'
import { claimsOf } from './id-token.ts'
import type { Policy } from './policy.ts'
import { findToken } from './revoke.ts'
import { grantedScopes } from './scopes.ts'
import { kinds } from './tokens.ts'

/** Who an access token with the scope `openid` acts for (OpenID Connect Core 1.0, 5.3). */
export function userinfoEndpoint(policy: Policy): Endpoint {
  return async (_request, context) => {
    const { fields, store, address } = context
    const challenge: Challenge = { scheme: 'Bearer', realm: store.scope.api }
    const refuse = (fault: CredentialFault) => ({ refusal: 'unauthenticated', challenge, fault }) as const
    const token = readBearer(fields)
    if (token === 'missing' || token === 'malformed') return refuse(token)
    const known = await findToken(token, policy, context)
    const found = known?.secret.kind === kinds.access ? known : undefined
    if (!found) await store.failures.guessed(address)
    if (found?.state !== 'active') return refuse(faultOf(found).fault)
    if (!found.account || !grantedScopes(found.secret).includes('openid'))
      return { refusal: 'forbidden', challenge, scope: 'openid' }
    return { status: 200, body: claimsOf(found.account) }
  }
}
