import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { type Contract, readContract } from '../contract/contract.ts'

const apis = new URL('../apis/', import.meta.url)
const generated = new URL('../../generated/', import.meta.url)

/** Sources end in `.ts`, a build in `.js`. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The ids of the APIs that others may serve: those that publish what every server of them shares. */
export async function servableIds(): Promise<string[]> {
  const entries = await readdir(apis)
  return entries.filter((id) => existsSync(new URL(`${id}/server${ending}`, apis))).sort()
}

/** The contract of one of them. */
export async function contractOf(api: string): Promise<Contract> {
  return readContract(JSON.parse(await readFile(new URL(`${api}/contract.json`, generated), 'utf8')))
}
