import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { changeOperations } from '../../engine/document-operations.ts'
import type { Call } from '../flows/call.ts'
import { languagesOf } from '../samples/languages.ts'
import { program, settingOf } from '../samples/sample.ts'
import { type ApiSource, clientModuleOf } from '../sources.ts'
import { carriedDemo } from './carried.ts'
import { sampleCall } from './sample-call.ts'

/** What Redoc shows beside an operation. */
interface CodeSample {
  readonly lang: string
  readonly source: string
}

/** The contract with samples of every operation in every language; operations that have their own keep them. */
export function withCodeSamples(api: ApiSource, baseUrl: string): ContractDocument {
  const { contract } = api
  const operations = new Map(
    contract.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  )
  return changeOperations(contract.document, (operation, key) => {
    const known = operations.get(key)
    if (!known || 'x-codeSamples' in operation || 'x-code-samples' in operation) return operation
    const samples = samplesOf(api, known, baseUrl)
    return samples.length > 0 ? { ...operation, 'x-codeSamples': samples } : operation
  })
}

function samplesOf(api: ApiSource, operation: Operation, baseUrl: string): readonly CodeSample[] {
  const call = callOf(api, operation)
  if (!call) return []
  const setting = settingOf(clientModuleOf(api), baseUrl, { id: '', summary: '', description: '', calls: [call] })
  return languagesOf(api.contract).map((language) => ({ lang: language.label, source: program(language, setting) }))
}

/** One that works when it is pasted, as far as the sandbox's credentials can make it. */
function callOf({ contract, served }: ApiSource, operation: Operation): Call | undefined {
  const { credentials = [] } = served ?? {}
  const has = (scheme: string) => credentials.some((each) => each.scheme === scheme)
  const schemes =
    operation.security.map((alternative) => Object.keys(alternative)).find((names) => names.every(has)) ?? []
  return sampleCall(contract, {
    id: 'response',
    description: '',
    operation,
    carried: credentials.filter(({ scheme }) => schemes.includes(scheme)).map(carriedDemo),
  })
}
