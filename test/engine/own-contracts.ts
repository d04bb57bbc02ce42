import { fileURLToPath } from 'node:url'
import { bundleContract } from '../../src/codegen/bundle.ts'
import { type OwnApi, ownApi } from '../../src/engine/own-api.ts'

/** A contract with a login, a refresh, a logout and roles; and one with nothing but security schemes. */
export type OwnContract = 'bookings' | 'parcels'

export function fileOf(name: OwnContract): string {
  return fileURLToPath(new URL(`contracts/${name}.yaml`, import.meta.url))
}

/** The API of a contract of this folder, under the name of its file. */
export async function served(name: OwnContract): Promise<OwnApi> {
  const { document } = await bundleContract(fileOf(name))
  return ownApi(name, document, { auth: 'enforce', protect: [] })
}
