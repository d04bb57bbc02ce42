import type { Contract } from '../../contract/contract.ts'
import { clientLanguage } from './client.ts'
import { curl } from './curl.ts'
import { fetching } from './fetch.ts'
import { python } from './python.ts'
import type { Language } from './sample.ts'

/** Every language that the flows of an API are shown in, in the order they are shown. */
export function languagesOf(contract: Contract): readonly Language[] {
  return [curl, fetching, clientLanguage(contract), python]
}
