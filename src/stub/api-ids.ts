import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { type Contract, readContract } from '../contract/contract.ts'
import { readShippedFile } from '../installation/installation.ts'

const apis = new URL('../apis/', import.meta.url)

/** Sources end in `.ts`, a build in `.js`. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The ids of the APIs that others may serve: those that publish what every server of them shares. */
export async function servableIds(): Promise<string[]> {
  const entries = await readdir(apis)
  return entries.filter((id) => existsSync(new URL(`${id}/server${ending}`, apis))).sort()
}

/** The contract of one of them. */
export function contractOf(api: string): Contract {
  return readContract(JSON.parse(readShippedFile(`generated/${api}/contract.json`)))
}
