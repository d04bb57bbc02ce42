import type { Contract } from '../contract/contract.ts'
import { expressionOf, readResponseExpression } from '../ways/expressions.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'
import { meaningsOfInputs, meaningsOfOutputs } from '../ways/meaning.ts'
import type { InputMeaning, OutputMeaning } from '../ways/way.ts'

const secretMeanings: ReadonlySet<InputMeaning | OutputMeaning | undefined> = new Set<InputMeaning | OutputMeaning>([
  'password',
  'one-time-password',
  'key',
  'client-secret',
  'credential',
  'refresh',
])

/** The names under which the ways of a contract send secrets and are answered with them. */
export function secretNamesOfWays(contract: Contract): readonly string[] {
  return waysOf(contract.document).flatMap((way) => {
    const inputs = [...meaningsOfInputs(contract, way)].filter(([, meaning]) => secretMeanings.has(meaning?.is))
    const outputs = [...meaningsOfOutputs(way)].filter(([, meaning]) => secretMeanings.has(meaning))
    const expressions = [...inputs.map(([name]) => `$inputs.${name}`), ...outputs.map(([name]) => `$outputs.${name}`)]
    return [...namesSent(way, new Set(expressions)), ...outputs.flatMap(([name]) => nameAnswered(way, name))]
  })
}

function namesSent({ obtain, redirect, renew, end }: FoundWay, secrets: ReadonlySet<unknown>): readonly string[] {
  return [obtain, redirect, renew, end].flatMap((call) => [
    ...namesWith(call?.parameters, secrets),
    ...namesWith(call?.requestBody, secrets),
  ])
}

/** The names of the members whose value is one of these, at whatever depth. */
function namesWith(members: unknown, values: ReadonlySet<unknown>): readonly string[] {
  if (typeof members !== 'object' || members === null) return []
  return Object.entries(members).flatMap(([name, value]) => (values.has(value) ? [name] : namesWith(value, values)))
}

/** The last name that leads to an output; an item of a list has that of the list. */
function nameAnswered({ outputs = {} }: FoundWay, output: string): readonly string[] {
  const part = readResponseExpression(expressionOf(outputs[output] ?? ''))
  if (!part) return []
  const name = part.in === 'body' ? part.members.findLast((member) => !/^\d*$/.test(member)) : part.name
  return name === undefined ? [] : [name]
}
