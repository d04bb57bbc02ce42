import { resolve } from 'node:path'
import { nearestPath } from '../catalogue/source.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import { meant } from '../contract/nearest.ts'
import { idForm, reservedIds } from './api-id.ts'
import type { ConfigFault } from './fault.ts'
import type { Surroundings } from './surroundings.ts'
import { generatedFolder, members, placesOf, type WrittenApi } from './written.ts'

interface Entry {
  readonly id: string
  /** Of any form: what its members lack in form is reported by the schema. */
  readonly api: WrittenApi
}

/** What is wrong with the APIs of a configuration that its schema does not say. */
export function apiFaults(apis: unknown, surroundings: Surroundings): readonly ConfigFault[] {
  const entries = Object.entries(Object(apis)).map(([id, api]): Entry => ({ id, api: Object(api) }))
  return [
    ...entries.flatMap((entry) =>
      [...idFaults(entry, surroundings), ...placeFaults(entry, surroundings)].map((fault) => ({
        ...fault,
        path: ['apis', entry.id, ...fault.path],
      })),
    ),
    ...sharedFolders(entries, surroundings),
  ]
}

function idFaults({ id, api }: Entry, { builtIn }: Surroundings): readonly ConfigFault[] {
  const onId = (message: string): readonly ConfigFault[] => [{ path: [], message, onKey: true }]
  if (reservedIds.includes(id)) return onId(`"${id}" is an address of the server itself; choose another id`)
  const isBuiltIn = builtIn.includes(id)
  if (isBuiltIn && api.contract !== undefined)
    return onId(`"${id}" is a built-in API; choose another id for this contract`)
  if (isBuiltIn) return forOwnApis(id, api)
  if (!idForm.test(id))
    return onId(`The id "${id}" cannot be part of an address; use lower-case letters, digits and hyphens: "my-api"`)
  // A misspelt member is a fault of its own, and may be the contract.
  if (api.contract !== undefined || Object.keys(api).some((name) => !members.includes(name))) return []
  return onId(`"apis.${id}" needs the member "contract": there is no built-in API "${id}"${meant(id, builtIn)}`)
}

/** What a built-in API does not take. */
function forOwnApis(id: string, api: WrittenApi): readonly ConfigFault[] {
  const others = Object.keys(api).filter((name) => members.includes(name) && name !== 'seed')
  return others.map((name) => ({
    path: [name],
    message: `"apis.${id}.${name}" is for an API with a contract of its own; "${id}" is built in, and takes a seed alone`,
    onKey: true,
  }))
}

/** Files that are not there, and addresses that cannot be read. */
function placeFaults({ id, api }: Entry, surroundings: Surroundings): readonly ConfigFault[] {
  return placesOf(api).flatMap(({ path, text, takes }) => {
    const problem = placeProblem(text, takes, surroundings)
    return problem === undefined
      ? []
      : [{ path, message: `"${['apis', id, ...path].join('.')}" is "${text}"${problem}` }]
  })
}

type Takes = ReturnType<typeof placesOf>[number]['takes']

function placeProblem(text: string, takes: Takes, { folder, disk }: Surroundings): string | undefined {
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(text)
  if (isAddress && takes !== 'a file or an address') return '; expected a file'
  if (isAddress) return isWeb(text) && URL.canParse(text) ? undefined : '; expected a file or an http(s) address'
  const kind = disk.kindOf(resolve(folder, text))
  if (kind === 'folder') return ', which is a folder; name a file'
  if (kind === 'file' || takes === 'a file that may come later') return undefined
  const near = nearestPath(text, disk, folder)
  return near === undefined ? ', and there is no such file' : `, and there is no such file; did you mean "${near}"?`
}

/** Two APIs would write the same files. */
function sharedFolders(entries: readonly Entry[], { folder }: Surroundings): readonly ConfigFault[] {
  const owners = new Map<string, string>()
  return entries.flatMap(({ id, api }) => {
    if (typeof api.contract !== 'string') return []
    const path = generatedFolder(id, api, folder)
    const owner = owners.get(path)
    owners.set(path, owner ?? id)
    if (owner === undefined) return []
    const message = `The files of "${id}" would be generated into the folder of "${owner}"; choose another one`
    return [{ path: ['apis', id, 'generated'], message }]
  })
}
