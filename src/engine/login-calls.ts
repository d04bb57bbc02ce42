import type { Contract } from '../contract/contract.ts'
import { demoPassword } from '../served/demo.ts'
import { isObject } from '../ways/evaluate.ts'
import { readExpression } from '../ways/expressions.ts'
import type { InputMeaning, WayBody } from '../ways/way.ts'
import { endpoints } from './authorization-server/endpoints.ts'
import { curlLine } from './curl-line.ts'
import { demoClient } from './demo-people.ts'
import { flowsOf } from './oauth-addresses.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** A call that gets a credential with the demo data; placeholders as in the report. */
interface LoginCall {
  readonly label: string
  readonly curl: string
}

/** What the demo data has for an input. */
const demoInputs: Partial<Record<InputMeaning, string>> = {
  login: 'ada',
  password: demoPassword.plain,
  client: demoClient.id,
  'client-secret': demoClient.secret,
}

/** Whether everything that a way requires is in the demo data. */
function isInDemo({ inputs = {}, inputMeanings, obtain }: ServedWay): boolean {
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required !== false)
  return obtain !== undefined && required.every((name) => demoInput(inputMeanings.get(name)) !== undefined)
}

function demoInput(meaning: InputMeaning | undefined): string | undefined {
  return meaning && demoInputs[meaning]
}

/** How the credential of a scheme is obtained: by the ways of the contract, or from the authorization server. */
export function loginCalls(contract: Contract, scheme: string, ways: readonly ServedWay[]): readonly LoginCall[] {
  const own = ways.filter((way) => way.scheme === scheme && isInDemo(way))
  if (own.length > 0) return own.flatMap((way) => wayCall(contract, way))
  const { clientCredentials } = flowsOf(contract.securitySchemes[scheme] ?? { type: '' })
  if (!clientCredentials) return []
  const client = `${demoClient.id}:${demoClient.secret}`
  return [{ label: 'get one', curl: `curl {mount}${endpoints.token} -u ${client} -d grant_type=client_credentials` }]
}

function wayCall(contract: Contract, way: ServedWay): readonly LoginCall[] {
  const operation = contract.operations.find(({ id }) => id === way.obtain?.operationId)
  if (!operation) return []
  const { parameters = {}, requestBody } = way.obtain ?? {}
  const values = filled(way, parameters)
  const body = requestBody && filled(way, requestBody)
  return [{ label: 'log in', curl: curlLine(contract, operation, [], { parameters: values, ...(body && { body }) }) }]
}

/** The values of a call, with the demo data in the place of the inputs. */
function filled(way: ServedWay, values: WayBody): Readonly<Record<string, unknown>> {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (isObject(value)) return [name, filled(way, value)]
    const expression = readExpression(value)
    return [name, expression ? demoInput(way.inputMeanings.get(expression.name)) : value]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
