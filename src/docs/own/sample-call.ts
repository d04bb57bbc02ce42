import type { Contract, Operation } from '../../contract/contract.ts'
import type { Parameter } from '../../contract/document.ts'
import { successOf } from '../../engine/example-answer.ts'
import { parameterValue } from '../../samples/parameter.ts'
import { sampleBody } from '../../samples/sample.ts'
import type { Call } from '../flows/call.ts'
import { type Payload, payloadOf, type Template } from '../flows/template.ts'
import type { Carried } from './carried.ts'

/** A call of an operation: what is not given is taken from the contract. */
interface Wanted {
  readonly id: string
  readonly description: string
  readonly operation: Operation
  readonly carried: readonly Carried[]
  /** By name, wherever they are sent. */
  readonly parameters?: Readonly<Record<string, Template>>
  readonly payload?: Payload
  readonly outputs?: Call['outputs']
}

type Pair = readonly [name: string, value: Template]

/** Longer bodies say little in a sample. */
const longestBody = 6_000

/** The call as a step of a flow; undefined if its body cannot be shown in every language. */
export function sampleCall(contract: Contract, wanted: Wanted): Call | undefined {
  const { id, description, operation, carried, outputs = [] } = wanted
  const body = bodyOf(contract, wanted)
  if (body === 'unknown') return undefined
  const sent = (place: Parameter['in']): Pair[] => [
    ...parametersIn(contract, place, wanted),
    ...carried.flatMap((each): Pair[] => (each.in === place ? [[each.name, each.value]] : [])),
  ]
  const cookies = sent('cookie').flatMap(([name, value], index) => [index > 0 ? '; ' : '', ...cookie(name, value)])
  const [basic] = carried.filter((each) => each.in === 'basic')
  const path = sent('path')
  return {
    id,
    description,
    operation,
    path: filled(operation.path, new Map(path)),
    parameters: {
      path,
      query: sent('query'),
      headers: [...sent('header'), ...(cookies.length > 0 ? [['Cookie', cookies] as const] : [])],
    },
    ...(basic && { basic: { username: basic.username, password: basic.password } }),
    ...(body && { body }),
    status: successOf(operation)[0],
    outputs,
  }
}

/** What a header sets has the name in it. */
function cookie(name: string, value: Template): Template {
  return value.length === 1 && typeof value[0] === 'object' ? value : [`${name}=`, ...value]
}

function filled(path: string, values: ReadonlyMap<string, Template>): Template {
  const parts = path.split(/\{([^{}]+)\}/)
  return parts.flatMap((part, index) => {
    if (index % 2 === 0) return [part.replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent)]
    return (values.get(part) ?? ['value']).map((each) => (typeof each === 'string' ? encodeURIComponent(each) : each))
  })
}

function parametersIn(contract: Contract, place: Parameter['in'], { operation, parameters = {} }: Wanted): Pair[] {
  const needed = operation.parameters.filter(
    ({ in: where, name, required }) => where === place && (required === true || Object.hasOwn(parameters, name)),
  )
  return needed.map((parameter) => [
    parameter.name,
    parameters[parameter.name] ?? [inOneLine(textOf(parameterValue(contract, parameter)))],
  ])
}

function bodyOf({ document }: Contract, { operation, payload }: Wanted): Call['body'] | 'unknown' {
  const { requestBody } = operation
  const sampled = requestBody && sampleBody(document, requestBody.content, 'request')
  if (!sampled) return undefined
  const { mediaType, kind, body } = sampled
  const isWritten = kind === 'json' || kind === 'form' || (kind === 'multipart' && !Buffer.isBuffer(body))
  if (!isWritten) return requestBody.required ? 'unknown' : undefined
  const shown = payload ?? payloadOf(kind === 'json' ? body : texts(body))
  if (JSON.stringify(shown).length > longestBody) return requestBody.required ? 'unknown' : undefined
  return { mediaType, payload: shown }
}

/** The fields of a form. */
function texts(body: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(Object(body)).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value === undefined || value === null || value === '' ? 'value' : String(value)
}

function inOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ')
}
