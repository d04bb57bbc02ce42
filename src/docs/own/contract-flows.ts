import { showcase } from '../../engine/curl-line.ts'
import { isInDemo } from '../../engine/login-calls.ts'
import type { ServedWay } from '../../engine/ways/way-rules.ts'
import type { Flow } from '../flows/flow.ts'
import { sampleCall } from './sample-call.ts'
import { carriedOf, type Samples } from './samples.ts'
import { wayCalls } from './way-calls.ts'

/** More of them say nothing new. */
const mostFlows = 12

/** What a client does with each kind of credential: the login, a call, the renewal and the end, as far as a contract says. */
export function flowsOfContract(samples: Samples): readonly Flow[] {
  const { engine, credentials, demo } = samples
  const schemes = credentials.map(({ scheme }) => scheme)
  const ways = engine.ways.filter((way) => way.obtain && isInDemo(way, demo.inputsOf(way)))
  const ofWays = ways.flatMap((way) => flowOfWay(samples, way))
  const others = schemes.filter((scheme) => !ofWays.some((flow) => flow.scheme === scheme))
  const all = [...ofWays, ...others.flatMap((scheme) => flowOfScheme(samples, scheme))]
  return all.slice(0, mostFlows).map(({ scheme: _, ...flow }, index) => ({ ...flow, id: `flow-${index + 1}` }))
}

type Draft = Omit<Flow, 'id'> & { readonly scheme: string }

function flowOfWay(samples: Samples, way: ServedWay): readonly Draft[] {
  const calls = wayCalls(samples, way)
  if (calls.length === 0) return []
  const [login] = calls
  return [{ scheme: way.scheme, summary: `${login?.operation.summary} (${way.name})`, description: '', calls }]
}

function flowOfScheme(samples: Samples, scheme: string): readonly Draft[] {
  const { contract } = samples.engine
  const shown = showcase(contract, scheme, samples.isServed)
  const call =
    shown &&
    sampleCall(contract, {
      id: 'call',
      description: `With the demo credential of ${scheme}.`,
      operation: shown.operation,
      carried: carriedOf(samples, Object.keys(shown.alternative)),
    })
  return call ? [{ scheme, summary: `${call.operation.summary} (${scheme})`, description: '', calls: [call] }] : []
}
