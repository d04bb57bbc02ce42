import type { Contract, Operation } from '../contract/contract.ts'
import { parameterValue } from '../samples/parameter.ts'
import { sampleBody } from '../samples/sample.ts'
import type { TypedTrial } from '../served/api.ts'
import { costOf, showcase } from './curl-line.ts'
import type { ShownCredential } from './demo-credentials.ts'
import type { DemoData, DemoInputs } from './demo-data.ts'
import { isInDemo } from './login-calls.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** How the typed client of a contract is used: by a way whose inputs the demo data has, else with demo credentials. */
export function typedTrial(
  contract: Contract,
  ways: readonly ServedWay[],
  credentials: readonly ShownCredential[],
  demo: DemoData,
): TypedTrial {
  const way = ways.find((each) => !each.redirect && isInDemo(each, demo.inputsOf(each)))
  const schemes = new Set(credentials.map(({ scheme }) => scheme))
  const shown = [...(way ? [way.scheme] : schemes)]
    .map((scheme) => showcase(contract, scheme, (name) => schemes.has(name) || name === way?.scheme))
    .find((each) => each !== undefined)
  const operation = shown?.operation ?? easiestOpen(contract)
  const further = Object.keys(shown?.alternative ?? {}).filter((name) => name !== way?.scheme)
  // Any of the alternatives will do.
  const roles = operation?.security.flatMap((alternative) => (way && alternative[way.scheme]) ?? []) ?? []
  return {
    authentication: way ? authenticationOf(way, demo.inputsOf(way, roles)) : '',
    credentials: objectOf(
      credentials
        .filter(({ scheme }) => further.includes(scheme))
        .map((each) => [each.scheme, onTheWire(contract, each)]),
    ),
    call: operation ? callOf(contract, operation) : '',
  }
}

function easiestOpen({ operations }: Contract): Operation | undefined {
  const [easiest] = operations
    .filter(({ method, security }) => method === 'GET' && security.length === 0)
    .toSorted((one, other) => costOf(one) - costOf(other))
  return easiest
}

function authenticationOf({ name, inputs = {}, inputMeanings }: ServedWay, demo: DemoInputs): string {
  const given = Object.keys(inputs).map((input) => [input, demo[inputMeanings.get(input) ?? 'scope']] as const)
  return objectOf([['way', name], ...given.filter(([, value]) => value !== undefined)])
}

/** A client that is given a credential sends it as it is. */
function onTheWire({ securitySchemes }: Contract, { scheme, sent, value }: ShownCredential): string {
  if (sent.in === 'basic') return Buffer.from(sent.value).toString('base64')
  return securitySchemes[scheme]?.type === 'apiKey' ? sent.value : value
}

function callOf(contract: Contract, operation: Operation): string {
  const { method, path, parameters, requestBody } = operation
  const places = (['path', 'query', 'header', 'cookie'] as const).map((place) => {
    const needed = parameters.filter((each) => each.in === place && (each.required === true || place === 'path'))
    return [place, needed.map((each) => [each.name, parameterValue(contract, each) ?? 'value'] as const)] as const
  })
  const params = Object.fromEntries(
    places.filter(([, values]) => values.length > 0).map(([place, values]) => [place, Object.fromEntries(values)]),
  )
  const body = requestBody?.required ? sampleBody(contract.document, requestBody.content, 'request')?.body : undefined
  const options = objectOf([
    ...(Object.keys(params).length > 0 ? [['params', params] as const] : []),
    ...(body === undefined ? [] : [['body', body] as const]),
  ])
  return `${method}(${literal(path)}${options && `, ${options}`})`
}

/** An object literal; `''` without members. */
function objectOf(members: readonly (readonly [name: string, value: unknown])[]): string {
  if (members.length === 0) return ''
  return `{ ${members.map(([name, value]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}: ${literal(value)}`).join(', ')} }`
}

function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return objectOf(Object.entries(value)) || '{}'
}
