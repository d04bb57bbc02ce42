import type { ContractDocument } from '../../contract/document.ts'
import { demoCredentials } from '../../engine/demo-credentials.ts'
import { type DemoData, demoData } from '../../engine/demo-data.ts'
import { usualSeed } from '../../engine/demo-people.ts'
import { engineContract } from '../../engine/engine-contract.ts'
import { ownApi } from '../../engine/own-api.ts'
import { type ProtectionOptions, protectOperations } from '../../engine/protection.ts'
import { type ApiSource, wordsOf } from '../sources.ts'
import { flowsOfContract } from './contract-flows.ts'
import { refusalsOf } from './refusals.ts'

/** A contract of one's own, and how it is served. */
interface OwnContract extends ProtectionOptions {
  readonly id: string
  readonly document: ContractDocument
  /** Whether its worlds begin with data of its own, which is not published. */
  readonly hasSeed: boolean
  /** Where its typed client is generated to. */
  readonly clientModule: string
}

/** Everything about a contract of one's own. Throws where it cannot be served as it should. */
export function ownSource({ id, document, hasSeed, clientModule, ...options }: OwnContract): ApiSource {
  const { api, report } = ownApi(id, document, options)
  const engine = engineContract(id, protectOperations(document, options).document)
  const { contract, accounts } = engine
  const schemes = report.schemes.filter(({ credentials }) => credentials.length > 0).map(({ name }) => name)
  const credentials = demoCredentials(id, contract, schemes)
  const demo = hasSeed ? placeholders : demoData(engine, usualSeed(accounts.roles))
  const served = new Set(
    report.schemes.filter(({ how }) => how === 'enforced' || how === 'presence').map(({ name }) => name),
  )
  return {
    id,
    name: contract.title.trim() || id,
    ...wordsOf(contract),
    contract,
    checks: [],
    flows: flowsOfContract({ engine, demo, credentials, isServed: (scheme) => served.has(scheme) }),
    changelog: [],
    served: { report, credentials, refusals: refusalsOf(contract, api.form), clientModule },
  }
}

/** What a reader fills in. A seed may have secrets in it. */
const placeholders: DemoData = {
  inputsOf: () => ({ login: 'LOGIN', password: 'PASSWORD', client: 'CLIENT_ID', 'client-secret': 'CLIENT_SECRET' }),
  client: undefined,
  labels: [],
}
