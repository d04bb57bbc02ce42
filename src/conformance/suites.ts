import { builtInIds } from '../catalogue/built-in.ts'
import type { OperationsTypes, Suite } from './check.ts'

const root = new URL('./', import.meta.url)
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The suites of all built-in APIs. */
export async function loadSuites(): Promise<Suite<OperationsTypes, never>[]> {
  return Promise.all(builtInIds().map(loadSuite))
}

export async function loadSuite(id: string): Promise<Suite<OperationsTypes, never>> {
  const { suite } = (await import(new URL(`${id}/suite${ending}`, root).href)) as {
    suite: Suite<OperationsTypes, never>
  }
  return suite
}
