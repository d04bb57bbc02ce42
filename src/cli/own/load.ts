import { relative } from 'node:path'
import { idOf } from '../../catalogue/id.ts'
import { InvalidContract } from '../../codegen/invalid-contract.ts'
import type { ContractRead, ReadJob } from '../../codegen/read-contract.ts'
import { readInThread } from '../../codegen/read-thread.ts'
import { isWeb } from '../../codegen/reference-policy.ts'
import type { OwnApi } from '../../engine/own-api.ts'
import type { Note } from '../../engine/report.ts'
import { readManifest } from '../../installation/installation.ts'
import { Failure, printable } from '../failure.ts'
import { checkId, type OwnOptions } from './options.ts'
import type { Progress } from './progress.ts'

/** A contract of one's own, and the API that is served of it. */
export interface Loaded {
  /** An absolute path, or an address. */
  readonly file: string
  readonly id: string
  readonly own: OwnApi
  readonly read: ContractRead
}

/** How contracts are read. */
export interface Loading {
  readonly options: OwnOptions
  /** The ids of the built-in APIs, whether or not they are served. */
  readonly builtIn: readonly string[]
  /** Where bundles are kept that take long to make. */
  readonly cacheFolder: string | undefined
  readonly progress: Pick<Progress, 'tell' | 'end'>
}

/** Reads contracts; throws one {@link Failure} that says of each what is wrong. */
export async function loadOwnApis(files: readonly string[], loading: Loading): Promise<readonly Loaded[]> {
  if (files.length === 0) return []
  const { name, overlay = [] } = loading.options
  if (name !== undefined && files.length > 1)
    throw new Failure(`--name is for one contract; these are ${files.length}: ${files.map(nameOf).join(', ')}`)
  if (overlay.length > 0 && files.length > 1)
    throw new Failure(`--overlay is for one contract; these are ${files.length}: ${files.map(nameOf).join(', ')}`)
  // Before anything is read, since that can take long.
  if (name !== undefined) checkId({ id: name, file: nameOf(files[0] ?? ''), isNamed: true }, loading.builtIn, new Map())
  const reads = await Promise.allSettled(readAll(files, loading))
  const failures = reads.flatMap((read) => (read.status === 'rejected' ? [read.reason as Error] : []))
  if (failures.length > 0) throw new Failure(failures.map(printable).join('\n'), { cause: failures[0] })
  const { ownApi } = await import('../../engine/own-api.ts')
  const taken = new Map<string, string>()
  return reads.flatMap((settled, index) => {
    const [file = ''] = files.slice(index)
    if (settled.status === 'rejected') return []
    const id = name ?? idOf(settled.value.document.info.title)
    checkId({ id, file: nameOf(file), isNamed: name !== undefined }, loading.builtIn, taken)
    taken.set(id, nameOf(file))
    return [
      {
        file,
        id,
        own: served(file, () => noted(ownApi(id, settled.value.document, loading.options), settled.value)),
        read: settled.value,
      },
    ]
  })
}

/** Reads the contract of an API again. Rejects with an {@link InvalidContract} or a {@link Failure}, and its sources. */
export async function loadAgain({ file, id }: Loaded, loading: Loading): Promise<Loaded> {
  const [reading] = readAll([file], loading)
  const read = await reading
  if (!read) throw new InvalidContract([`${nameOf(file)} was not read`])
  const { ownApi } = await import('../../engine/own-api.ts')
  return { file, id, own: served(file, () => noted(ownApi(id, read.document, loading.options), read)), read }
}

/** What is wrong with the contract, before what is made of it. */
function noted({ api, report }: OwnApi, { warnings }: ContractRead): OwnApi {
  const notes = warnings.map((text): Note => ({ kind: 'warning', text }))
  return { api, report: { ...report, notes: [...notes, ...report.notes] } }
}

/** How a file is called in what is printed: as it is reached from here. */
export function nameOf(file: string): string {
  return isWeb(file) ? file : relative('.', file)
}

function readAll(
  files: readonly string[],
  { options, cacheFolder, progress }: Loading,
): readonly Promise<ContractRead>[] {
  const { version } = readManifest()
  const allowRefs = options.allowRefs === true
  const overlays = options.overlay ?? []
  const jobs = files.map((file): ReadJob => ({ file, overlays, allowRefs, cacheFolder, version }))
  const reads = readInThread(jobs, ({ file }, news) => progress.tell(nameOf(file), news))
  return reads.map((read, index) => read.finally(() => progress.end(nameOf(files[index] ?? ''))))
}

/** What cannot be served is a fault of a contract or an option as well. */
function served(file: string, make: () => OwnApi): OwnApi {
  try {
    return make()
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'UnknownProtection') throw new Failure(`--protect: ${message}`, { cause: error })
    throw new Failure(`${nameOf(file)} cannot be served: ${message}`, { cause: error })
  }
}
