import type { Contract } from '../contract/contract.ts'
import { quoted } from '../masking/shell.ts'
import { isObject } from '../ways/evaluate.ts'
import { readExpression } from '../ways/expressions.ts'
import { flowsOf } from '../ways/oauth-flows.ts'
import type { WayBody } from '../ways/way.ts'
import { endpoints } from './authorization-server/endpoints.ts'
import { curlLine } from './curl-line.ts'
import type { ShownCredential } from './demo-credentials.ts'
import type { DemoData, DemoInputs } from './demo-data.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** A call that gets a credential with the demo data; placeholders as in the report. */
interface LoginCall {
  readonly label: string
  readonly curl: string
}

/** Whether everything that a way requires is in the demo data. */
export function isInDemo({ inputs = {}, inputMeanings }: ServedWay, demo: DemoInputs): boolean {
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required !== false)
  return required.every((name) => demo[inputMeanings.get(name) ?? 'scope'] !== undefined)
}

/** How the credential of a scheme is obtained: by the ways of the contract, or from the authorization server. */
export function loginCalls(
  contract: Contract,
  scheme: string,
  ways: readonly ServedWay[],
  demo: DemoData,
  credentials: readonly ShownCredential[],
): readonly LoginCall[] {
  const own = ways.filter((way) => way.scheme === scheme && way.obtain && isInDemo(way, demo.inputsOf(way)))
  if (own.length > 0) return own.flatMap((way) => wayCall(contract, way, demo.inputsOf(way), credentials))
  const { clientCredentials } = flowsOf(contract.securitySchemes[scheme] ?? { type: '' })
  const { client } = demo
  if (!clientCredentials || !client) return []
  const pair = quoted([client.id, client.secret ?? ''].map(encodeURIComponent).join(':'))
  return [{ label: 'get one', curl: `curl {mount}${endpoints.token} -u ${pair} -d grant_type=client_credentials` }]
}

/** The call that obtains a credential, with the credentials of other schemes that it requires itself. */
export function wayCall(
  contract: Contract,
  way: ServedWay,
  demo: DemoInputs,
  credentials: readonly ShownCredential[] = [],
): readonly LoginCall[] {
  const operation = contract.operations.find(({ id }) => id === way.obtain?.operationId)
  if (!operation) return []
  const { parameters = {}, requestBody } = way.obtain ?? {}
  const values = filled(way, parameters, demo)
  const body = requestBody && filled(way, requestBody, demo)
  const [required = {}] = operation.security
  const others = way.obtain?.credentials ? [] : credentials.filter(({ scheme }) => Object.hasOwn(required, scheme))
  const given = { parameters: values, ...(body && { body }) }
  return [{ label: 'log in', curl: curlLine(contract, operation, others, given) }]
}

/** The values of a call, with the demo data in the place of the inputs. */
function filled(way: ServedWay, values: WayBody, demo: DemoInputs): Readonly<Record<string, unknown>> {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (isObject(value)) return [name, filled(way, value, demo)]
    const expression = readExpression(value)
    return [name, expression ? demo[way.inputMeanings.get(expression.name) ?? 'scope'] : value]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
