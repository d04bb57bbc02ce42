import type { TypedTrial } from '../apis/api.ts'
import { demoPassword } from '../apis/demo.ts'
import type { Contract } from '../contract/contract.ts'
import type { InputMeaning } from '../ways/way.ts'
import { costOf } from './curl-line.ts'
import { demoClient } from './demo-people.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Where `latchkey generate FILE --out generated` writes the typed client. */
const module = './generated/client.ts'

const demoInputs: Partial<Record<InputMeaning, string>> = {
  login: 'ada',
  password: demoPassword.plain,
  client: demoClient.id,
  'client-secret': demoClient.secret,
}

/** How the typed client of an own contract is used: by a way whose inputs the demo data has, if there is one. */
export function typedTrial(contract: Contract, ways: readonly ServedWay[]): TypedTrial {
  const way = ways.find(
    ({ inputs = {}, inputMeanings, obtain }) =>
      obtain && Object.keys(inputs).every((name) => demoInputs[inputMeanings.get(name) ?? 'scope'] !== undefined),
  )
  const reads = contract.operations.filter(({ method }) => method === 'GET')
  const called = way ? reads.filter(({ security }) => security.some((each) => Object.hasOwn(each, way.scheme))) : reads
  const [easiest] = called.toSorted((one, other) => costOf(one) - costOf(other))
  const call = easiest ? `GET('${easiest.path.replaceAll("'", "\\'")}')` : ''
  return { module, authentication: way ? authenticationOf(way) : '', call }
}

function authenticationOf({ name, inputs = {}, inputMeanings }: ServedWay): string {
  const given = Object.keys(inputs).map((input) => `${input}: '${demoInputs[inputMeanings.get(input) ?? 'scope']}'`)
  return `{ ${[`way: '${name}'`, ...given].join(', ')} }`
}
