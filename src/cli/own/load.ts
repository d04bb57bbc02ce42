import { idOf } from '../../catalogue/id.ts'
import type { ContractRead, ReadJob } from '../../codegen/read-contract.ts'
import { readInThread } from '../../codegen/read-thread.ts'
import type { ApiConfig } from '../../config/config.ts'
import type { OwnApi } from '../../engine/own-api.ts'
import { readManifest } from '../../installation/installation.ts'
import { Failure, printable } from '../failure.ts'
import type { LoadedHandlers } from './handlers-file.ts'
import { type Ingredients, makeApi } from './make-api.ts'
import { nameOf } from './name-of.ts'
import { checkId } from './options.ts'
import type { Progress } from './progress.ts'
import type { OwnSetup } from './setup.ts'

/** An API of one's own, and what it was made of. */
export interface Loaded extends Ingredients {
  readonly own: OwnApi
}

/** How contracts are read. */
export interface Loading {
  /** The ids of the built-in APIs, whether or not they are served. */
  readonly builtIn: readonly string[]
  /** Where bundles are kept that take long to make. */
  readonly cacheFolder: string | undefined
  readonly progress: Pick<Progress, 'tell' | 'end'>
}

/** Reads contracts and handlers; throws one {@link Failure} that says of each what is wrong. */
export async function loadOwnApis(setups: readonly OwnSetup[], loading: Loading): Promise<readonly Loaded[]> {
  if (setups.length === 0) return []
  const [reads, handlers] = await allOf([
    allOf(readContracts(setups, loading)),
    allOf(setups.map((setup) => handlersOf(setup))),
  ] as const)
  const taken = new Map(setups.flatMap(({ entry, file }) => (entry ? [[entry.id, nameOf(file)] as const] : [])))
  const ingredients = setups.flatMap((setup, index): readonly Ingredients[] => {
    const read = reads[index]
    if (!read) return []
    const id = setup.id ?? idOf(read.document.info.title)
    if (!setup.entry) checkId({ id, file: nameOf(setup.file), isNamed: setup.id !== undefined }, loading.builtIn, taken)
    taken.set(id, nameOf(setup.file))
    return [{ id, setup, read, handlers: handlers[index] }]
  })
  return allOf(ingredients.map(async (each): Promise<Loaded> => ({ ...each, own: await makeApi(each) })))
}

/** Everything, or one {@link Failure} with the lines of all that failed. */
export async function allOf<Promises extends readonly Promise<unknown>[]>(promises: Promises) {
  const settled = await Promise.allSettled(promises)
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []))
  if (failures.length > 0) throw new Failure(failures.map(printable).join('\n'), { cause: failures[0] })
  return Promise.all(promises)
}

export async function handlersOf({ handlers }: OwnSetup): Promise<LoadedHandlers | undefined> {
  if (handlers === undefined) return undefined
  const { loadHandlers } = await import('./handlers-file.ts')
  return loadHandlers(handlers)
}

/** Reads contracts in a thread. Each that is wrong rejects with an `InvalidContract` and its sources. */
export function readContracts(
  setups: readonly OwnSetup[],
  { cacheFolder, progress }: Loading,
): readonly Promise<ContractRead>[] {
  const { version } = readManifest()
  const jobs = setups.map(
    ({ file, overlays, allowRefs }): ReadJob => ({ file, overlays, allowRefs, cacheFolder, version }),
  )
  const reads = readInThread(jobs, (job, news) => {
    const { hide } = hiding(setups[jobs.indexOf(job)])
    progress.tell(
      hide(nameOf(job.file)),
      news.is === 'redirected' ? { ...news, from: hide(news.from), to: hide(news.to) } : news,
    )
  })
  return reads.map((read, index) => {
    const setup = setups[index]
    const { hide } = hiding(setup)
    const hidden = read.catch((error: Error) => {
      throw Object.assign(error, { message: hide(error.message) })
    })
    return hidden.finally(() => progress.end(hide(nameOf(setup?.file ?? ''))))
  })
}

/** What keeps tokens of addresses out of messages. */
function hiding(setup: OwnSetup | undefined): Pick<ApiConfig, 'hide'> {
  return setup?.entry ?? { hide: (text) => text }
}
