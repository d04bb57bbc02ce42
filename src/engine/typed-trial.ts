import type { TypedTrial } from '../apis/api.ts'
import type { Contract } from '../contract/contract.ts'
import { costOf } from './curl-line.ts'
import { demoInput, isInDemo } from './login-calls.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Where `latchkey generate FILE --out generated` writes the typed client. */
const module = './generated/client.ts'

/** How the typed client of an own contract is used: by a way whose inputs the demo data has, if there is one. */
export function typedTrial(contract: Contract, ways: readonly ServedWay[]): TypedTrial {
  const way = ways.find(isInDemo)
  const reads = contract.operations.filter(({ method }) => method === 'GET')
  const called = way ? reads.filter(({ security }) => security.some((each) => Object.hasOwn(each, way.scheme))) : reads
  const [easiest] = called.toSorted((one, other) => costOf(one) - costOf(other))
  const call = easiest ? `GET('${easiest.path.replaceAll("'", "\\'")}')` : ''
  return { module, authentication: way ? authenticationOf(way) : '', call }
}

function authenticationOf({ name, inputs = {}, inputMeanings }: ServedWay): string {
  const given = Object.keys(inputs).flatMap((input) => {
    const value = demoInput(inputMeanings.get(input))
    return value === undefined ? [] : [`${input}: '${value}'`]
  })
  return `{ ${[`way: '${name}'`, ...given].join(', ')} }`
}
