import { readRegister } from '../../openapi/rules/register.ts'
import { builtInContract, builtInIds } from '../catalogue/built-in.ts'
import { shippedFile } from '../installation/installation.ts'
import type { OperationsTypes, Suite } from './check.ts'
import { withDerivedChecks } from './derived/derive.ts'
import type { RuledFact } from './derived/plan.ts'

const root = new URL('./', import.meta.url)
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The suites of all built-in APIs. */
export async function loadSuites(): Promise<Suite<OperationsTypes, never>[]> {
  return Promise.all(builtInIds().map(loadSuite))
}

/** The suite of a built-in API: what follows from its contract, then what was written for it. */
export async function loadSuite(id: string): Promise<Suite<OperationsTypes, never>> {
  const { suite } = (await import(new URL(`${folderOf(id)}/suite${ending}`, root).href)) as {
    suite: Suite<OperationsTypes, never>
  }
  return withDerivedChecks(suite, builtInContract(id), factsOf(id))
}

/** The control API is our own; every other API is a vendor's. */
function folderOf(id: string): string {
  return id === 'sandbox' ? id : `vendors/${id}`
}

function factsOf(id: string): readonly RuledFact[] {
  return readRegister(shippedFile(`openapi/${id}/openapi.yaml`))?.facts ?? []
}
