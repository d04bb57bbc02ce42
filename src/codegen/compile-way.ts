import type { Contract, Operation } from '../contract/contract.ts'
import type { Schema } from '../contract/document.ts'
import { expressionOf } from '../ways/expressions.ts'
import type { FoundWay } from '../ways/found.ts'
import { sentAs } from '../ways/sent-as.ts'
import type { Way, WayCall } from '../ways/way.ts'
import { refusalsOf } from './refusals.ts'

/** A row of the table that generated clients run on: what `WayRow` of `latchkey/client` is. */
export function compileWay(contract: Contract, way: FoundWay): object {
  const { scheme, inputs = {}, outputs = {}, expires, send, ...calls } = way
  const { obtain, redirect, renew, end } = calls
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required !== false)
  const compiled = Object.entries({ obtain, redirect, renew, end }).map(([kind, call]) => [
    kind,
    call && compileCall(contract, call),
  ])
  const identity = Object.keys(inputs).filter((name) => tellsPersons(contract, way, name))
  const expressions = Object.entries(outputs).map(([name, output]) => [name, expressionOf(output)])
  const row = { scheme, required, identity, ...Object.fromEntries(compiled) }
  return { ...row, outputs: Object.fromEntries(expressions), expires, send }
}

/** Whether an input tells whose credential it is: it is neither a secret nor a choice between yes and no. */
function tellsPersons(contract: Contract, way: Way, name: string): boolean {
  const { obtain, redirect, renew, end } = way
  const isCredential = [obtain, redirect, renew, end].some((call) =>
    Object.values(call?.credentials ?? {}).includes(`$inputs.${name}`),
  )
  const { type, format, writeOnly } = inputSchema(contract, way, name)
  return !isCredential && type !== 'boolean' && format !== 'password' && writeOnly !== true && !soundsSecret(name)
}

const secretWords =
  /^(pass|password|passwd|passphrase|pwd|secret|token|key|code|otp|pin|assertion|jwt|signature|credentials?)$/i

/** By the words of its name: `clientSecret`, but not `passenger`. */
function soundsSecret(name: string): boolean {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).some((word) => secretWords.test(word))
}

function compileCall(
  { document, operations }: Contract,
  { operationId, parameters = {}, requestBody, credentials }: WayCall,
) {
  const operation = operations.find(({ id }) => id === operationId)
  const places = Object.groupBy(Object.entries(parameters), ([name]) => placeOf(operation, name))
  const params = Object.fromEntries(
    Object.entries(places).map(([place, values = []]) => [place, Object.fromEntries(values)]),
  )
  return {
    operation: operationId,
    params,
    body: requestBody,
    credentials,
    refusals: operation && refusalsOf(document, operation),
  }
}

function placeOf(operation: Operation | undefined, name: string): string {
  return operation?.parameters.find((parameter) => parameter.name === name)?.in ?? 'query'
}

/** The type of an input: that of the parameter or the member it is sent as, text where it is sent as a credential. */
export function inputType(contract: Contract, way: Way, name: string): string {
  return typeText(inputSchema(contract, way, name))
}

function inputSchema(contract: Contract, way: Way, name: string): Schema {
  return sentAs(contract, way, `$inputs.${name}`)[0]?.schema ?? {}
}

function typeText({ type, enum: values }: Schema): string {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (type === 'integer') return 'number'
  return type === 'number' || type === 'boolean' ? type : 'string'
}
