import { isClosed, memberOf, requestSchema } from '../../contract/body-schema.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import type { FoundWay } from '../../ways/found.ts'
import type { WayCall } from '../../ways/way.ts'
import { hint } from './expression-faults.ts'

/** What is wrong within a way: `/obtain`. */
export interface WayFault {
  readonly at: string
  readonly message: string
  readonly isWarning?: true
}

/** Calls of operations that are not there, or that take something else. */
export function wrongCalls(contract: Contract, way: FoundWay): WayFault[] {
  const ids = contract.operations.map(({ id }) => id)
  const calls = { obtain: way.obtain, redirect: way.redirect, renew: way.renew, end: way.end }
  return Object.entries(calls).flatMap(([kind, call]) => {
    if (!call) return []
    const operation = contract.operations.find(({ id }) => id === call.operationId)
    const messages = operation
      ? wrongCall(contract, operation, call)
      : [`There is no operation "${call.operationId}"${hint(call.operationId, ids)}`]
    return messages.map((message) => ({ at: `/${kind}`, message }))
  })
}

function wrongCall({ document }: Contract, operation: Operation, call: WayCall): string[] {
  const { id, parameters, security } = operation
  const body = requestSchema(document, operation)
  const given = { parameters: Object.keys(call.parameters ?? {}), body: Object.keys(call.requestBody ?? {}) }
  const required = parameters.filter((parameter) => parameter.required === true).map(({ name }) => name)
  const requiredInBody = call.requestBody || operation.requestBody?.required ? ((body?.required ?? []) as string[]) : []
  const schemes = security.flatMap((alternative) => Object.keys(alternative))
  return [
    ...given.parameters
      .filter((name) => !parameters.some((parameter) => parameter.name === name))
      .map((name) => `"${id}" has no parameter "${name}"`),
    ...required
      .filter((name) => !given.parameters.includes(name))
      .map((name) => `"${id}" needs the parameter "${name}"`),
    ...given.body
      .filter((name) => (isClosed(body) || !body) && !memberOf(document, body, name))
      .map((name) => `The body of "${id}" has no member "${name}"`),
    ...requiredInBody
      .filter((name) => !given.body.includes(name))
      .map((name) => `The body of "${id}" needs the member "${name}"`),
    ...Object.keys(call.credentials ?? {})
      .filter((name) => !schemes.includes(name))
      .map((name) => `"${id}" takes no credential of "${name}"`),
  ]
}

/** The provider sends the browser back by GET (RFC 6749, 4.1.2), to one address, where only a cookie can be left with it. */
export function wrongCallback({ operations, securitySchemes }: Contract, { scheme, redirect }: FoundWay): WayFault[] {
  const { callback, returnTo } = redirect ?? {}
  if (callback === undefined)
    return returnTo
      ? [{ at: '/redirect', message: 'Expected "callback", the operation that the provider sends the browser back to' }]
      : []
  const operation = operations.find(({ id }) => id === callback)
  if (!operation)
    return [
      {
        at: '/redirect/callback',
        message: `There is no operation "${callback}"${hint(
          callback,
          operations.map(({ id }) => id),
        )}`,
      },
    ]
  const faults: readonly [boolean, string][] = [
    [operation.method !== 'GET', `"${callback}" is ${operation.method}; browsers come back from a provider by GET`],
    [
      operation.path.includes('{'),
      `"${callback}" has parameters in its path; a provider sends browsers back to one address`,
    ],
    [operation.security.length > 0, `"${callback}" takes a credential; browsers come back from a provider without one`],
    [
      securitySchemes[scheme]?.in !== 'cookie',
      `"${scheme}" is no cookie, and a browser that is redirected can keep nothing else`,
    ],
  ]
  return faults.filter(([isWrong]) => isWrong).map(([, message]) => ({ at: '/redirect/callback', message }))
}
