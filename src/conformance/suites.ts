import { readdir } from 'node:fs/promises'
import type { OperationsTypes, Suite } from './check.ts'

const root = new URL('./', import.meta.url)
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The APIs that have a suite: each folder beside this file is one. */
export async function suiteIds(): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

export async function loadSuites(): Promise<Suite<OperationsTypes, never>[]> {
  return Promise.all((await suiteIds()).map(loadSuite))
}

export async function loadSuite(id: string): Promise<Suite<OperationsTypes, never>> {
  const { suite } = (await import(new URL(`${id}/suite${ending}`, root).href)) as {
    suite: Suite<OperationsTypes, never>
  }
  return suite
}
