import { type Contract, readContract } from '../../src/contract/contract.ts'
import { loadApis } from '../../src/reference/house.ts'

/** The contract of an API of the house, as its server reads it. */
export async function contractOf(id: string): Promise<Contract> {
  const [api] = await loadApis([id])
  if (!api) throw new RangeError(`There is no API "${id}"`)
  return readContract(api.document)
}
