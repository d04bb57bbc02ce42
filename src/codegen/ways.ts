import { type Contract, type Operation, readContract } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import type { Way, WayCall, Ways } from '../contract/ways.ts'
import { memberOf, requestSchema } from './body-schema.ts'
import { refusalsOf } from './refusals.ts'

/** A way to authenticate, and the security scheme whose credential it leads to. */
export interface FoundWay extends Way {
  readonly name: string
  readonly scheme: string
}

/** The ways of all security schemes, in the order of the contract. */
export function waysOf(document: ContractDocument): FoundWay[] {
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  return schemes.flatMap(([scheme, { 'x-ways': ways = {} }]) =>
    Object.entries(ways as Ways).map(([name, way]) => ({ ...way, name, scheme })),
  )
}

/** A row of the table that generated clients run on: what `WayRow` of `latchkey/client` is. */
export function compileWay(contract: Contract, way: FoundWay): object {
  const { scheme, inputs = {}, outputs = {}, expires, send, ...calls } = way
  const { obtain, redirect, renew, end } = calls
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required !== false)
  const compiled = Object.entries({ obtain, redirect, renew, end }).map(([kind, call]) => [
    kind,
    call && compileCall(contract, call),
  ])
  const identity = Object.keys(inputs).filter((name) => tellsPersons(contract.document, way, name))
  return { scheme, required, identity, ...Object.fromEntries(compiled), outputs, expires, send }
}

/** Whether an input tells whose credential it is: it is neither a secret nor a choice between yes and no. */
function tellsPersons(document: ContractDocument, way: Way, name: string): boolean {
  const { obtain, redirect, renew, end } = way
  const isCredential = [obtain, redirect, renew, end].some((call) =>
    Object.values(call?.credentials ?? {}).includes(`$inputs.${name}`),
  )
  const { type, format, writeOnly } = inputSchema(document, way, name)
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
export function inputType(document: ContractDocument, way: Way, name: string): string {
  return typeText(inputSchema(document, way, name))
}

function inputSchema(document: ContractDocument, way: Way, name: string): Schema {
  const { operations } = readContract(document)
  const schemas = [way.obtain, way.redirect, way.renew, way.end].flatMap((call) => {
    const operation = operations.find(({ id }) => id === call?.operationId)
    return call && operation ? sentAs(document, operation, call, `$inputs.${name}`) : []
  })
  return schemas[0] ?? {}
}

function sentAs(document: ContractDocument, operation: Operation, call: WayCall, expression: string): Schema[] {
  const { parameters = {}, requestBody = {} } = call
  const namesIn = (values: object) =>
    Object.entries(values)
      .filter(([, value]) => value === expression)
      .map(([name]) => name)
  const inParameters = namesIn(parameters).map((name) => operation.parameters.find((one) => one.name === name)?.schema)
  const inBody = namesIn(requestBody).map((name) => memberOf(document, requestSchema(document, operation), name))
  return [...inParameters, ...inBody].filter((schema) => schema !== undefined)
}

function typeText({ type, enum: values }: Schema): string {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (type === 'integer') return 'number'
  return type === 'number' || type === 'boolean' ? type : 'string'
}
