import type { Operation } from '../../contract/contract.ts'
import { showcase } from '../../engine/curl-line.ts'
import { hasPlaceFor, type ServedWay } from '../../engine/ways/way-rules.ts'
import { expressionOf, readExpression, readResponseExpression } from '../../ways/expressions.ts'
import type { WayCall } from '../../ways/way.ts'
import type { Call } from '../flows/call.ts'
import type { Known, Payload, Template } from '../flows/template.ts'
import { type Carried, carriedBy } from './carried.ts'
import { identifier } from './identifiers.ts'
import { sampleCall } from './sample-call.ts'
import { carriedOf, type Samples, schemesFor } from './samples.ts'

/** What a step got, by the name of the output. */
type Held = ReadonlyMap<string, Known>

/** A way as calls, one after the other; empty if the first of them cannot be written. */
export function wayCalls(samples: Samples, way: ServedWay): readonly Call[] {
  const { contract } = samples.engine
  const find = (id: string | undefined) => contract.operations.find((operation) => operation.id === id)
  const shown = showcase(contract, way.scheme, samples.isServed)?.operation
  const inputs = samples.demo.inputsOf(
    way,
    shown?.security.flatMap((alternative) => alternative[way.scheme] ?? []),
  )
  const steps: readonly (readonly [string, string, Operation | undefined, WayCall | undefined])[] = [
    ['login', 'Log in.', find(way.obtain?.operationId), way.obtain],
    ['call', 'Send the credential.', shown, undefined],
    ['renewal', 'Renew it before it expires.', find(way.renew?.operationId), way.renew],
    ['logout', 'End it.', find(way.end?.operationId), way.end],
  ]
  const calls: Call[] = []
  let held: Held = new Map()
  for (const [id, description, operation, declared] of steps) {
    if (!operation) continue
    const values = valuesOf(way, inputs, held)
    const outputs = [
      ...(declared === way.obtain && declared ? sessionOutput(samples, way) : []),
      ...(declared && declared !== way.end ? outputsOf(samples, way, operation) : []),
    ]
    const { payload, parameters } = given(declared, values)
    const call = sampleCall(contract, {
      id,
      description,
      operation,
      carried: carriedAt(samples, way, operation, declared, values),
      outputs,
      parameters,
      ...(payload && { payload }),
    })
    if (!call) return calls
    calls.push(call)
    held = new Map([
      ...held,
      ...outputs.map((output): [string, Known] => [output.of, { step: id, output: output.name }]),
    ])
  }
  return calls
}

type Values = (value: unknown) => Template | undefined

function valuesOf(way: ServedWay, inputs: Readonly<Record<string, string | undefined>>, held: Held): Values {
  return (value) => {
    const expression = readExpression(value)
    if (!expression) return [String(value)]
    const { place, name } = expression
    if (place === 'outputs') return held.has(name) ? [held.get(name) as Known] : undefined
    const input = inputs[way.inputMeanings.get(name) ?? 'scope']
    return input === undefined ? undefined : [input]
  }
}

/** The parameters and the body of a declared call, with what is known. */
function given(call: WayCall | undefined, values: Values) {
  const parameters = Object.entries(call?.parameters ?? {}).flatMap(([name, value]) => {
    const template = values(value)
    return template ? [[name, template] as const] : []
  })
  return {
    parameters: Object.fromEntries(parameters),
    payload: call?.requestBody && payloadOfWay(call.requestBody, values),
  }
}

function payloadOfWay(body: object, values: Values): Payload {
  const members = Object.entries(body).flatMap(([name, value]): (readonly [string, Payload])[] => {
    if (typeof value === 'object' && value !== null) return [[name, payloadOfWay(value, values)]]
    if (typeof value === 'number' || typeof value === 'boolean') return [[name, value]]
    const template = values(value)
    return template ? [[name, template]] : []
  })
  return { members }
}

type Named = Call['outputs'][number] & {
  /** What the way calls it. */
  readonly of: string
}

/** What a cookie is called that the browser would keep, in a sample that keeps it itself. */
const session = 'session_cookie'

function sessionOutput({ engine }: Samples, { scheme }: ServedWay): readonly Named[] {
  const isCookie = engine.contract.securitySchemes[scheme]?.in === 'cookie'
  return isCookie ? [{ of: session, name: 'cookie', members: [], header: 'set-cookie' }] : []
}

/** The outputs that the documented answer has. */
function outputsOf({ engine }: Samples, way: ServedWay, operation: Operation): readonly Named[] {
  return Object.entries(way.outputs ?? {}).flatMap(([of, output]): readonly Named[] => {
    const expression = expressionOf(output)
    const part = readResponseExpression(expression)
    if (!part || !hasPlaceFor(engine.contract.document, operation, expression)) return []
    const name = identifier(of)
    if (part.in === 'cookie') return []
    return [part.in === 'body' ? { of, name, members: part.members } : { of, name, members: [], header: part.name }]
  })
}

function carriedAt(
  samples: Samples,
  way: ServedWay,
  operation: Operation,
  declared: WayCall | undefined,
  values: Values,
): readonly Carried[] {
  const { securitySchemes } = samples.engine.contract
  const own = Object.entries(declared?.credentials ?? {}).flatMap(([scheme, value]) => {
    const template = values(value)
    return template ? (carriedBy(securitySchemes[scheme] ?? { type: '' }, template) ?? []) : []
  })
  if (own.length > 0) return own
  const names = schemesFor(samples, operation, way.scheme)
  const sent = names.includes(way.scheme) ? credentialOf(samples, way, values) : undefined
  return [...(sent ? [sent] : []), ...carriedOf(samples, sent ? names.filter((name) => name !== way.scheme) : names)]
}

/** What a request sends of what the login gave. */
function credentialOf({ engine }: Samples, way: ServedWay, values: Values): Carried | undefined {
  const scheme = engine.contract.securitySchemes[way.scheme] ?? { type: '' }
  const { send } = way
  if (typeof send === 'object') {
    const [username, password] = [values(send.username), values(send.password)]
    return username && password && carriedBy(scheme, { username, password })
  }
  const template = values(send ?? `$outputs.${session}`)
  return template && carriedBy(scheme, template)
}
