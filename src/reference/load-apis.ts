import { existsSync, readFileSync } from 'node:fs'
import { controlApi } from '../control/control.ts'
import { manifest as controlManifest } from '../control/manifest.ts'
import { type ApiFolder, builtInApi, type ConfiguredSeed } from '../engine/built-in-api.ts'
import type { Api } from '../served/api.ts'

/** The folder that has `src` and `generated`: of the repository, or of what is built of it. */
const shipped = new URL('../../', import.meta.url)

/** Sources end in `.ts`, a build in `.js`; the code of an API ends as this file does. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/**
 * Loads APIs by their ids: each is what its folders below a root have, `generated/<id>` its contract and its seed, and
 * `src/apis/<id>/handlers` its code, if it needs any. By id, the seeds of the user.
 */
export async function loadApis(
  ids: readonly string[],
  root = shipped,
  seeds: ReadonlyMap<string, ConfiguredSeed> = new Map(),
): Promise<Api[]> {
  return Promise.all(ids.map((id) => loadApi(id, root, seeds.get(id))))
}

async function loadApi(id: string, root: URL, configured: ConfiguredSeed | undefined): Promise<Api> {
  return id === controlApi ? controlManifest(id) : builtInApi(id, { ...(await folderOf(id, root)), configured })
}

async function folderOf(id: string, root: URL): Promise<ApiFolder> {
  const code = new URL(`src/apis/${id}/handlers${ending}`, root)
  const file = (name: string) => new URL(`generated/${id}/${name}`, root)
  const json = (name: string) => JSON.parse(readFileSync(file(name), 'utf8'))
  return {
    document: json('contract.json'),
    ...(existsSync(file('seed.json')) && { seed: json('seed.json') }),
    ...(existsSync(code) && { code: (await import(code.href)) as NonNullable<ApiFolder['code']> }),
  }
}
