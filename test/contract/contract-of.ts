import { type Contract, readContract } from '../../src/contract/contract.ts'
import { loadApis } from '../../src/reference/load-apis.ts'

/** The contract of a built-in API, as the server reads it. */
export async function contractOf(id: string): Promise<Contract> {
  const [api] = await loadApis([id])
  if (!api) throw new RangeError(`There is no API "${id}"`)
  return readContract(api.document)
}
