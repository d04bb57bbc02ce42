import { requestSchema, schemaAt } from '../contract/body-schema.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import type { Way, WayBody, WayCall } from './way.ts'

/** What a value is sent as: a parameter or a member of a body. */
interface SentAs {
  readonly name: string
  readonly schema: Schema
}

/** What the calls of a way send the value of an expression as, in the order of the calls; what has no schema is left out. */
export function sentAs({ document, operations }: Contract, way: Way, expression: string): SentAs[] {
  return [way.obtain, way.redirect, way.renew, way.end].flatMap((call) => {
    const operation = call && operations.find(({ id }) => id === call.operationId)
    return operation ? sentByCall(document, operation, call, expression) : []
  })
}

function sentByCall(document: ContractDocument, operation: Operation, call: WayCall, expression: string): SentAs[] {
  const { parameters = {}, requestBody = {} } = call
  const body = requestSchema(document, operation)
  const named = Object.keys(parameters).filter((name) => parameters[name] === expression)
  return [
    ...named.map((name) => ({ name, schema: operation.parameters.find((one) => one.name === name)?.schema })),
    ...membersWith(requestBody, expression).map((members) => ({
      name: members.at(-1) ?? '',
      schema: schemaAt(document, body, members),
    })),
  ].filter((sent): sent is SentAs => sent.schema !== undefined)
}

/** The names that lead to each member with a value. */
function membersWith(body: WayBody, value: string): string[][] {
  return Object.entries(body).flatMap(([name, member]) => {
    if (typeof member === 'object') return membersWith(member, value).map((names) => [name, ...names])
    return member === value ? [[name]] : []
  })
}
