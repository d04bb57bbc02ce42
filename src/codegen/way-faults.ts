import { answerSchema, isClosed, memberOf, requestSchema, schemaAt } from '../contract/body-schema.ts'
import { type Contract, type Operation, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { expressionOf, expressionsIn, readExpression, readResponseExpression } from '../ways/expressions.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'
import { meaningsOfInputs } from '../ways/meaning.ts'
import type { InputMeaning, WayCall } from '../ways/way.ts'
import { type Fault, shapeFaults } from './way-shape.ts'

/** A fault of a way, by its JSON Pointer in the document. */
interface PlacedFault {
  readonly pointer: string
  readonly message: string
}

/** What is wrong with the `x-ways` of a contract: their form, and what they refer to that is not there. */
export function wayFaults(document: ContractDocument): PlacedFault[] {
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  const misshapen = schemes.flatMap(([scheme, { 'x-ways': ways }]) =>
    ways === undefined ? [] : shapeFaults(ways).map((fault) => placed(scheme, fault)),
  )
  if (misshapen.length > 0) return misshapen
  const contract = readContract(document)
  const ways = waysOf(document)
  return ways.flatMap((way) =>
    [
      ...namedTwice(way, ways),
      ...wrongForm(contract, way),
      ...wrongCalls(contract, way),
      ...unproven(contract, way),
      ...wrongCallback(contract, way),
      ...wrongOutputs(contract, way),
    ]
      .concat(wrongNames(way))
      .map(({ at, message }) => placed(way.scheme, { at: `/${way.name}${at}`, message })),
  )
}

function placed(scheme: string, { at, message }: Fault): PlacedFault {
  return { pointer: `#/components/securitySchemes/${scheme.replaceAll('/', '~1')}/x-ways${at}`, message }
}

function namedTwice({ name, scheme }: FoundWay, ways: readonly FoundWay[]): Fault[] {
  const first = ways.find((way) => way.name === name)
  return first?.scheme === scheme
    ? []
    : [{ at: '', message: `The way "${name}" of "${first?.scheme}" has this name too` }]
}

function wrongForm({ securitySchemes }: Contract, { scheme, obtain, redirect, send }: FoundWay): Fault[] {
  const { scheme: kind = '', in: place } = securitySchemes[scheme] ?? { type: '' }
  const isPair = typeof send === 'object'
  const faults: readonly [boolean, string][] = [
    [obtain !== undefined && redirect !== undefined, 'Expected "obtain" or "redirect", got both'],
    [!obtain && !redirect && send === undefined, 'Expected "obtain", "redirect" or "send", got none of them'],
    [obtain !== undefined && send === undefined && place !== 'cookie', 'Expected "send", since this is no cookie'],
    [
      isPair !== (kind.toLowerCase() === 'basic') && send !== undefined,
      'Expected "send" to be a username and a password for HTTP Basic, and one value for anything else',
    ],
  ]
  return faults.filter(([isWrong]) => isWrong).map(([, message]) => ({ at: '', message }))
}

function wrongCalls(contract: Contract, way: FoundWay): Fault[] {
  const calls = { obtain: way.obtain, redirect: way.redirect, renew: way.renew, end: way.end }
  return Object.entries(calls).flatMap(([kind, call]) => {
    if (!call) return []
    const operation = contract.operations.find(({ id }) => id === call.operationId)
    const messages = operation ? wrongCall(contract, operation, call) : [`There is no operation "${call.operationId}"`]
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

const proofs: ReadonlySet<InputMeaning | undefined> = new Set(['password', 'one-time-password', 'key', 'client-secret'])

/** A login that sends nothing secret lets everyone in. */
function unproven(contract: Contract, way: FoundWay): Fault[] {
  const { obtain } = way
  const operation = contract.operations.find(({ id }) => id === obtain?.operationId)
  if (!obtain || !operation || obtain.credentials || operation.security.length > 0) return []
  const sent = expressionsIn([obtain.parameters, obtain.requestBody])
  const meanings = meaningsOfInputs(contract, way)
  if ([...meanings].some(([name, meaning]) => sent.includes(`$inputs.${name}`) && proofs.has(meaning?.is))) return []
  // A misspelt input has a fault of its own, and may be the proof.
  if (sent.some((each) => each.startsWith('$inputs.') && !meanings.has(each.slice('$inputs.'.length)))) return []
  const message = `"${operation.id}" is sent no proof: a password, a one-time password, a key or a client secret. Say which input is one with "is: password"`
  return [{ at: '/obtain', message }]
}

/** The provider sends the browser back by GET (RFC 6749, 4.1.2), to one address, where only a cookie can be left with it. */
function wrongCallback({ operations, securitySchemes }: Contract, { scheme, redirect }: FoundWay): Fault[] {
  const { callback, returnTo } = redirect ?? {}
  if (callback === undefined)
    return returnTo
      ? [
          {
            at: '/redirect',
            message:
              'Expected "callback" next to "returnTo": the operation that the provider sends the browser back to',
          },
        ]
      : []
  const operation = operations.find(({ id }) => id === callback)
  if (!operation) return [{ at: '/redirect/callback', message: `There is no operation "${callback}"` }]
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

function wrongOutputs({ document, operations }: Contract, { obtain, outputs = {}, expires = {} }: FoundWay): Fault[] {
  const operation = operations.find(({ id }) => id === obtain?.operationId)
  const answer = operation && answerSchema(document, operation)
  const expressions = Object.entries({ ...outputs, ...expires }).map(([name, at]) => [name, expressionOf(at)] as const)
  const isThere = (expression: string) => {
    const part = readResponseExpression(expression)
    return part?.in === 'body' ? schemaAt(document, answer, part.members) !== undefined : part !== undefined
  }
  if (!operation)
    return expressions.length > 0 && !obtain ? [{ at: '', message: 'There are outputs, and nothing to obtain' }] : []
  return expressions
    .filter(([, expression]) => !isThere(expression))
    .map(([name, expression]) => ({
      at: name in outputs ? `/outputs/${name}` : `/expires/${name}`,
      message: `The answer of "${operation.id}" has nothing at "${expression}"`,
    }))
}

/** Expressions that name what is not there, and inputs that nothing names. */
function wrongNames({ inputs = {}, outputs = {}, obtain, redirect, renew, end, send }: FoundWay): Fault[] {
  const known = { inputs, outputs }
  const before = expressionsIn({ obtain, redirect })
  const after = expressionsIn({ renew, end, send })
  const names = (place: string, expressions: readonly string[]) =>
    expressions.map(readExpression).flatMap((read) => (read?.place === place ? read.name : []))
  const strange = [...before, ...after].filter((text) => !readExpression(text))
  const missing = (['inputs', 'outputs'] as const).flatMap((place) =>
    names(place, [...before, ...after])
      .filter((name) => !Object.hasOwn(known[place], name))
      .map((name) => `There is no "${name}" among the ${place}`),
  )
  const idle = Object.keys(inputs).filter((name) => !names('inputs', [...before, ...after]).includes(name))
  const early = names('outputs', before).map((name) => `The output "${name}" is not there yet`)
  return [
    ...strange.map((text) => `Expected "$inputs.NAME" or "$outputs.NAME", got "${text}"`),
    ...missing,
    ...early,
    ...idle.map((name) => `Nothing uses the input "${name}"`),
  ].map((message) => ({ at: '', message }))
}
