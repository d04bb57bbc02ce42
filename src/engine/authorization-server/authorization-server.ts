import type { ContractDocument } from '../../contract/document.ts'
import type { Api } from '../../served/api.ts'
import { authorizationParameters } from './authorization-request.ts'
import { authorizationFields, authorizationForm, authorizationPage } from './authorize.ts'
import { decisionFields } from './decision.ts'
import { type Described, describe } from './description.ts'
import { deviceEndpoint, deviceParameters } from './device.ts'
import { answering, type Endpoint, guarded } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { introspectionEndpoint } from './introspect.ts'
import { jwksEndpoint, metadataEndpoint } from './metadata.ts'
import { type AuthorizationServerOptions, deviceGrant, hasUsers, type Policy, policyOf } from './policy.ts'
import { revocationEndpoint, tokenQuestion } from './revoke.ts'
import { tokenEndpoint, tokenParameters } from './token.ts'
import { userinfoEndpoint } from './userinfo.ts'
import { verificationForm, verificationPage } from './verify.ts'

export type { AuthorizationServerOptions } from './policy.ts'

/** The built-in authorization server as a part of a contract, and what answers it. */
export interface AuthorizationServer {
  readonly paths: ContractDocument['paths']
  readonly handlers: Api['handlers']
}

/** One operation: its path, its description, and what answers it. */
interface Served extends Described {
  readonly at: keyof typeof endpoints
  readonly method: 'get' | 'post'
  readonly endpoint: Endpoint
}

/**
 * OAuth 2 and OpenID Connect for a contract that asks for tokens and does not issue them: on the ledger, by the world's
 * clock, with the grants that the contract declares.
 */
export function authorizationServer(options: AuthorizationServerOptions): AuthorizationServer {
  const policy = policyOf(options)
  const served = [
    ...forClients(policy),
    ...(policy.grants.has('authorization_code') ? forBrowsers(policy) : []),
    ...(policy.grants.has(deviceGrant) ? forDevices(policy) : []),
    ...(hasUsers(policy) ? forUsers(policy) : []),
  ]
  const byPath = Map.groupBy(served, ({ at }) => endpoints[at])
  return {
    paths: Object.fromEntries([...byPath].map(([path, operations]) => [path, pathItem(operations)])),
    handlers: Object.fromEntries(served.map(({ id, endpoint }) => [id, endpoint])),
  }
}

/** Its server is the mount of the API, whatever the base paths of the contract are. */
function pathItem(operations: readonly Served[]) {
  const described = operations.map((each) => [each.method, describe(each, each.method === 'get' ? 'query' : 'form')])
  return { servers: [{ url: '/' }], ...Object.fromEntries(described) }
}

function forClients(policy: Policy): readonly Served[] {
  const metadata = answering(metadataEndpoint(policy))
  return [
    {
      at: 'token',
      method: 'post',
      id: '_auth.token',
      summary: 'Get an access token',
      takes: tokenParameters,
      answers: 'token',
      endpoint: guarded(tokenEndpoint(policy)),
    },
    {
      at: 'revoke',
      method: 'post',
      id: '_auth.revoke',
      summary: 'Revoke a token',
      takes: tokenQuestion,
      answers: 'revoked',
      endpoint: guarded(revocationEndpoint(policy)),
    },
    {
      at: 'introspect',
      method: 'post',
      id: '_auth.introspect',
      summary: 'Look up a token',
      takes: tokenQuestion,
      answers: 'introspection',
      endpoint: guarded(introspectionEndpoint(policy)),
    },
    {
      at: 'metadata',
      method: 'get',
      id: '_auth.metadata',
      summary: 'Describe the authorization server',
      answers: 'metadata',
      endpoint: metadata,
    },
    {
      at: 'configuration',
      method: 'get',
      id: '_auth.configuration',
      summary: 'Describe the OpenID provider',
      answers: 'metadata',
      endpoint: metadata,
    },
  ]
}

function forBrowsers(policy: Policy): readonly Served[] {
  return [
    {
      at: 'authorize',
      method: 'get',
      id: '_auth.authorize',
      summary: 'Ask the user to sign in and agree',
      takes: authorizationParameters,
      answers: 'page',
      endpoint: answering(authorizationPage(policy)),
    },
    {
      at: 'authorize',
      method: 'post',
      id: '_auth.decide',
      summary: 'Agree or deny',
      takes: authorizationFields,
      answers: 'page',
      endpoint: guarded(authorizationForm(policy)),
    },
  ]
}

function forDevices(policy: Policy): readonly Served[] {
  return [
    {
      at: 'device',
      method: 'post',
      id: '_auth.device',
      summary: 'Get a code for a device',
      takes: deviceParameters,
      answers: 'device',
      endpoint: guarded(deviceEndpoint(policy)),
    },
    {
      at: 'verify',
      method: 'get',
      id: '_auth.verify',
      summary: 'Ask the user to connect a device',
      takes: ['user_code'],
      answers: 'page',
      endpoint: guarded(verificationPage),
    },
    {
      at: 'verify',
      method: 'post',
      id: '_auth.connect',
      summary: 'Connect a device or deny it',
      takes: decisionFields,
      answers: 'page',
      endpoint: guarded(verificationForm),
    },
  ]
}

function forUsers(policy: Policy): readonly Served[] {
  const user: Pick<Served, 'at' | 'summary' | 'answers' | 'endpoint'> = {
    at: 'userinfo',
    summary: 'Show whose access token it is',
    answers: 'user',
    endpoint: guarded(userinfoEndpoint(policy)),
  }
  return [
    { ...user, method: 'get', id: '_auth.userinfo' },
    { ...user, method: 'post', id: '_auth.postUserinfo' },
    {
      at: 'jwks',
      method: 'get',
      id: '_auth.jwks',
      summary: 'List the keys of ID tokens',
      answers: 'keys',
      endpoint: answering(jwksEndpoint),
    },
  ]
}
