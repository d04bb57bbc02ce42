import type { Contract, Operation } from '../../contract/contract.ts'
import { readResponseExpression } from '../../ways/expressions.ts'
import { type Payload, readPayload, readTemplate, type Template } from './template.ts'

/** A step of an Arazzo workflow as this project writes them. */
export interface StepObject {
  readonly stepId: string
  readonly description: string
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly value: string | number }[]
  readonly requestBody?: { readonly contentType: string; readonly payload: unknown }
  readonly 'x-security'?: readonly { readonly values: { readonly username: string; readonly password: string } }[]
  readonly successCriteria: readonly { readonly condition: string }[]
  readonly outputs?: Readonly<Record<string, string>>
}

type Pair = readonly [name: string, value: Template]

/** Where in an answer something stands that later steps use. */
interface Output {
  readonly name: string
  /** The way into the JSON body; empty where it is a header. */
  readonly members: readonly string[]
  readonly header?: string
}

/** One request of a flow, and what the contract says comes of it. */
export interface Call {
  readonly id: string
  readonly description: string
  readonly operation: Operation
  readonly path: Template
  readonly parameters: {
    readonly path: readonly Pair[]
    readonly query: readonly Pair[]
    readonly headers: readonly Pair[]
  }
  readonly basic?: { readonly username: Template; readonly password: Template }
  readonly body?: { readonly mediaType: string; readonly payload: Payload }
  readonly status: number
  readonly outputs: readonly Output[]
}

export function readCall(step: StepObject, contract: Contract): Call {
  const operation = contract.operations.find(({ id }) => id === step.operationId)
  if (!operation) throw new TypeError(`The flow step "${step.stepId}" names no operation of the contract`)
  const given = (where: string) =>
    (step.parameters ?? [])
      .filter((parameter) => parameter.in === where)
      .map(({ name, value }): Pair => [name, readTemplate(String(value))])
  const parameters = { path: given('path'), query: given('query'), headers: given('header') }
  const [basic] = step['x-security'] ?? []
  return {
    id: step.stepId,
    description: step.description.trim(),
    operation,
    path: fill(operation.path, new Map(parameters.path)),
    parameters,
    ...(basic && {
      basic: { username: readTemplate(basic.values.username), password: readTemplate(basic.values.password) },
    }),
    ...(step.requestBody && {
      body: { mediaType: step.requestBody.contentType, payload: readPayload(step.requestBody.payload) },
    }),
    status: statusOf(step),
    outputs: Object.entries(step.outputs ?? {}).map(([name, expression]) => readOutput(name, expression)),
  }
}

function fill(path: string, values: ReadonlyMap<string, Template>): Template {
  return path.split(/\{([^}]+)\}/).flatMap((part, index) => (index % 2 === 0 ? [part] : (values.get(part) ?? [])))
}

function statusOf({ stepId, successCriteria }: StepObject): number {
  const found = successCriteria.map(({ condition }) => /^\$statusCode == (\d{3})$/.exec(condition)?.[1]).find(Boolean)
  if (found === undefined) throw new TypeError(`The flow step "${stepId}" does not say which status it expects`)
  return Number(found)
}

function readOutput(name: string, expression: string): Output {
  const part = readResponseExpression(expression)
  if (part?.in === 'body') return { name, members: part.members }
  if (part?.in === 'header') return { name, members: [], header: part.name }
  throw new TypeError(`The output "${name}" is neither of the body nor a header`)
}
