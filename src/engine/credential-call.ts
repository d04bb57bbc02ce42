import { curlLine, showcase } from './curl-line.ts'
import { credentialOf } from './demo-credentials.ts'
import type { DemoData, DemoInputs } from './demo-data.ts'
import type { EngineContract } from './engine-contract.ts'
import { isInDemo, wayCall } from './login-calls.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** A call that works at once with the data of a seed: a login, or one that sends a key; `''` if the seed has neither. */
export function credentialCall(engine: EngineContract, demo: DemoData): string {
  for (const way of engine.ways.filter(({ redirect }) => !redirect)) {
    const inputs = demo.inputsOf(way)
    if (!isInDemo(way, inputs)) continue
    const curl = way.obtain ? wayCall(engine.contract, way, inputs)[0]?.curl : keyCall(engine, way, inputs)
    if (curl !== undefined) return curl
  }
  return ''
}

/** A call with a key that is held from the start. */
function keyCall({ contract }: EngineContract, { scheme, send }: ServedWay, { key = '' }: DemoInputs) {
  const declared = contract.securitySchemes[scheme]
  const shown = showcase(contract, scheme, (each) => each === scheme)
  if (!declared || !shown || key === '') return undefined
  const { kept: _, ...formed } = credentialOf(scheme, declared, { key, token: key, user: key, password: '' })
  const sent = typeof send === 'object' ? ({ in: 'basic', value: `${key}:` } as const) : formed.sent
  return curlLine(contract, shown.operation, [{ ...formed, scheme, sent }])
}
