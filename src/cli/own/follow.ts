import type { Api } from '../../served/api.ts'
import { ContractWatch } from '../contract-watch.ts'
import { printable } from '../failure.ts'
import type { Output } from '../output.ts'
import { changesBetween } from './contract-changes.ts'
import { type Loaded, type Loading, loadAgain, nameOf } from './load.ts'

interface Following {
  readonly loading: Loading
  /** Serves an API in the place of the one with its id. */
  readonly replace: (api: Api) => Promise<void>
  readonly output: Output
  readonly watch?: ContractWatch
}

/** An API, and the files that a change of which concerns it: also those that could not be read. */
interface Followed {
  loaded: Loaded
  sources: ReadonlySet<string>
  /** Whether its files could not be served when they were read last. */
  isBroken: boolean
}

/**
 * Serves own APIs again whenever a file of their contracts changes, until the watch is closed. A contract that is wrong leaves
 * the API as it was. Rejects if files can no longer be watched.
 */
export async function followContracts(apis: readonly Loaded[], following: Following): Promise<never> {
  const { watch = new ContractWatch() } = following
  const followed = apis.map((loaded): Followed => ({ loaded, sources: new Set(loaded.read.sources), isBroken: false }))
  for (;;) {
    for (const { sources } of followed) watch.add(sources)
    const isSource = (path: string) => followed.some((each) => concerns(path, each))
    const changed = await watch.changes(isSource)
    for (const each of followed) if ([...changed].some((path) => concerns(path, each))) await update(each, following)
  }
}

/** A folder stands for any file in it. */
function concerns(path: string, { sources }: Followed): boolean {
  return sources.has(path) || [...sources].some((source) => source.startsWith(`${path}/`))
}

async function update(followed: Followed, { loading, replace, output }: Following): Promise<void> {
  const { loaded } = followed
  const name = nameOf(loaded.file)
  try {
    const next = await loadAgain(loaded, loading)
    followed.sources = new Set(next.read.sources)
    const isRepaired = followed.isBroken
    followed.isBroken = false
    if (next.read.fingerprint === loaded.read.fingerprint) {
      if (isRepaired) output.out(`${name} is valid again, and as it is served at /${loaded.id}\n`)
      return
    }
    await replace(next.own.api)
    followed.loaded = next
    output.out(`${name} changed: ${changesBetween(loaded, next)}\n`)
  } catch (error) {
    const { sources = [] } = error as { readonly sources?: readonly string[] }
    followed.sources = new Set([...followed.sources, ...sources])
    followed.isBroken = true
    output.error(`${firstLine(printable(error))}; /${loaded.id} is served as before\n`)
  }
}

function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n')
  return others.length > 0 ? `${first} (and ${others.length} more)` : first
}
