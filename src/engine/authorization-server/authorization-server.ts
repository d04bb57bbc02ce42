import type { Api } from '../../apis/api.ts'
import type { ContractDocument, OperationObject } from '../../contract/document.ts'
import { authorizationParameters } from './authorization-request.ts'
import { authorizationFields, authorizationForm, authorizationPage } from './authorize.ts'
import { decisionFields } from './decision.ts'
import { form, operation, query, responses } from './description.ts'
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

export type { AuthorizationServerOptions, OAuthFlows } from './policy.ts'

/** The built-in authorization server as a part of a contract, and what answers it. */
export interface AuthorizationServer {
  readonly paths: ContractDocument['paths']
  readonly handlers: Api['handlers']
}

/** One operation: where it stands, how it is described, and what answers it. */
interface Served {
  readonly path: string
  readonly method: 'get' | 'post'
  readonly operation: OperationObject
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
  const byPath = Map.groupBy(served, ({ path }) => path)
  const items = [...byPath].map(([path, operations]) => [path, itemOf(operations)])
  return {
    paths: Object.fromEntries(items),
    handlers: Object.fromEntries(served.map((each) => [each.operation.operationId, each.endpoint])),
  }
}

/** It stands at the mount of its API, whatever the base paths of the contract are. */
function itemOf(operations: readonly Served[]) {
  const byMethod = operations.map(({ method, operation: described }) => [method, described])
  return { servers: [{ url: '/' }], ...Object.fromEntries(byMethod) }
}

function forClients(policy: Policy): Served[] {
  const metadata = answering(metadataEndpoint(policy))
  return [
    {
      path: endpoints.token,
      method: 'post',
      operation: operation('_auth.token', {
        summary: 'Get an access token',
        requestBody: form(tokenParameters),
        responses: responses('token'),
      }),
      endpoint: guarded(tokenEndpoint(policy)),
    },
    {
      path: endpoints.revoke,
      method: 'post',
      operation: operation('_auth.revoke', {
        summary: 'Revoke a token',
        requestBody: form(tokenQuestion),
        responses: responses('revoked'),
      }),
      endpoint: guarded(revocationEndpoint(policy)),
    },
    {
      path: endpoints.introspect,
      method: 'post',
      operation: operation('_auth.introspect', {
        summary: 'Look a token up',
        requestBody: form(tokenQuestion),
        responses: responses('introspection'),
      }),
      endpoint: guarded(introspectionEndpoint(policy)),
    },
    {
      path: endpoints.metadata,
      method: 'get',
      operation: operation('_auth.metadata', {
        summary: 'Describe the authorization server',
        responses: responses('metadata'),
      }),
      endpoint: metadata,
    },
    {
      path: endpoints.configuration,
      method: 'get',
      operation: operation('_auth.configuration', {
        summary: 'Describe the OpenID provider',
        responses: responses('metadata'),
      }),
      endpoint: metadata,
    },
  ]
}

function forBrowsers(policy: Policy): Served[] {
  return [
    {
      path: endpoints.authorize,
      method: 'get',
      operation: operation('_auth.authorize', {
        summary: 'Ask somebody to sign in and agree',
        parameters: query(authorizationParameters),
        responses: responses('page'),
      }),
      endpoint: answering(authorizationPage(policy)),
    },
    {
      path: endpoints.authorize,
      method: 'post',
      operation: operation('_auth.decide', {
        summary: 'Agree, or do not',
        requestBody: form(authorizationFields),
        responses: responses('page'),
      }),
      endpoint: guarded(authorizationForm(policy)),
    },
  ]
}

function forDevices(policy: Policy): Served[] {
  return [
    {
      path: endpoints.device,
      method: 'post',
      operation: operation('_auth.device', {
        summary: 'Get a code for a device',
        requestBody: form(deviceParameters),
        responses: responses('device'),
      }),
      endpoint: guarded(deviceEndpoint(policy)),
    },
    {
      path: endpoints.verify,
      method: 'get',
      operation: operation('_auth.verify', {
        summary: 'Ask somebody to connect a device',
        parameters: query(['user_code']),
        responses: responses('page'),
      }),
      endpoint: guarded(verificationPage),
    },
    {
      path: endpoints.verify,
      method: 'post',
      operation: operation('_auth.connect', {
        summary: 'Connect a device, or do not',
        requestBody: form(decisionFields),
        responses: responses('page'),
      }),
      endpoint: guarded(verificationForm),
    },
  ]
}

function forUsers(policy: Policy): Served[] {
  const endpoint = guarded(userinfoEndpoint(policy))
  const user = (operationId: string) =>
    operation(operationId, { summary: 'Show whose access token it is', responses: responses('user') })
  return [
    { path: endpoints.userinfo, method: 'get', operation: user('_auth.userinfo'), endpoint },
    { path: endpoints.userinfo, method: 'post', operation: user('_auth.postUserinfo'), endpoint },
    {
      path: endpoints.jwks,
      method: 'get',
      operation: operation('_auth.jwks', { summary: 'List the keys of ID tokens', responses: responses('keys') }),
      endpoint: answering(jwksEndpoint),
    },
  ]
}
