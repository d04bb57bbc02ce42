import { readdir } from 'node:fs/promises'
import type { Api, Manifest } from '../apis/api.ts'

const root = new URL('../apis/', import.meta.url)

/** Sources end in `.ts`, a build in `.js`; a manifest ends as this file does. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The ids of every built-in API: each folder of `src/apis` is one. */
export async function apiIds(): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true })
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return ids.sort()
}

/** Loads APIs by their ids; each is defined by the manifest in its folder. */
export async function loadApis(ids: readonly string[]): Promise<Api[]> {
  return Promise.all(ids.map(loadApi))
}

async function loadApi(id: string): Promise<Api> {
  const { manifest } = (await import(new URL(`${id}/manifest${ending}`, root).href)) as { manifest: Manifest }
  return manifest(id)
}
