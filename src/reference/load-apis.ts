import { controlApi } from '../control/control.ts'
import { manifest as controlManifest } from '../control/manifest.ts'
import type { Api, Manifest } from '../served/api.ts'

const root = new URL('../apis/', import.meta.url)

/** Sources end in `.ts`, a build in `.js`; a manifest ends as this file does. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** Loads built-in APIs by their ids; each is defined by the manifest in its folder. */
export async function loadApis(ids: readonly string[]): Promise<Api[]> {
  return Promise.all(ids.map(loadApi))
}

async function loadApi(id: string): Promise<Api> {
  if (id === controlApi) return controlManifest(id)
  const { manifest } = (await import(new URL(`${id}/manifest${ending}`, root).href)) as { manifest: Manifest }
  return manifest(id)
}
