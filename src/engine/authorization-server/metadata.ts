import type { Endpoint } from './endpoint.ts'
import { issuerOf, urlOf } from './endpoints.ts'
import { challengeMethods } from './pkce.ts'
import { deviceGrant, hasUsers, type Policy } from './policy.ts'
import { algorithm, signingKey } from './signing-key.ts'

/** What the server can do (RFC 8414, 2; OpenID Connect Discovery 1.0, 3; RFC 9207, 3): nothing that does not work. */
export function metadataEndpoint(policy: Policy): Endpoint {
  const { grants, scopes, userScopes } = policy
  const byCode = grants.has('authorization_code')
  return (_request, { place }) => {
    const users = {
      jwks_uri: urlOf('jwks', place),
      userinfo_endpoint: urlOf('userinfo', place),
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [algorithm],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', 'email', 'name'],
    }
    const code = {
      authorization_endpoint: urlOf('authorize', place),
      response_modes_supported: ['query'],
      code_challenge_methods_supported: challengeMethods,
      authorization_response_iss_parameter_supported: true,
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    }
    const body = {
      issuer: issuerOf(place),
      ...(byCode && code),
      token_endpoint: urlOf('token', place),
      revocation_endpoint: urlOf('revoke', place),
      introspection_endpoint: urlOf('introspect', place),
      ...(grants.has(deviceGrant) && { device_authorization_endpoint: urlOf('device', place) }),
      ...(hasUsers(policy) && users),
      response_types_supported: byCode ? ['code'] : [],
      grant_types_supported: [...grants],
      scopes_supported: hasUsers(policy) ? userScopes : scopes,
      token_endpoint_auth_methods_supported: anyClient,
      revocation_endpoint_auth_methods_supported: anyClient,
      introspection_endpoint_auth_methods_supported: withSecret,
    }
    return { status: 200, body }
  }
}

const withSecret = ['client_secret_basic', 'client_secret_post']
const anyClient = [...withSecret, 'none']

/** The public half of the key that signs ID tokens (RFC 7517, 5). */
export const jwksEndpoint: Endpoint = async (_request, context) => {
  const { published } = await signingKey(context)
  return { status: 200, body: { keys: [published] } }
}
