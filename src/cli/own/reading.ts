import { dirname, join } from 'node:path'
import { builtInIds } from '../../catalogue/built-in.ts'
import { disk } from '../../catalogue/disk.ts'
import type { Config } from '../../config/config.ts'
import { configOf, readConfigFile } from '../config-file.ts'
import { isTrue } from '../is-true.ts'
import { FollowedConfig } from './followed-config.ts'
import { type Loaded, type Loading, loadOwnApis } from './load.ts'
import type { OwnOptions } from './options.ts'
import { progressOn } from './progress.ts'
import { type Wanted, wantedApis } from './wanted.ts'

/** What is to be served, contracts being read already. */
export interface Reading {
  /** The ids of the built-in APIs that are served. */
  readonly builtIn: readonly string[]
  readonly own: Promise<readonly Loaded[]>
  readonly config: FollowedConfig | undefined
  readonly loading: Loading
  /** The folder of what is kept between starts. */
  readonly folder: string
}

type ReadingOptions = OwnOptions & { readonly data: string; readonly config?: string }

/** Begins to read the contracts that are to be served, before anything of the server is loaded. */
export async function beginReading(
  words: readonly string[],
  options: ReadingOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Reading> {
  const allowRefs = options.allowRefs === true || isTrue(environment.LATCHKEY_ALLOW_REFS, 'LATCHKEY_ALLOW_REFS')
  const config = await configOf(options.config, environment)
  const known = builtInIds()
  const wanted = wantedApis(words, options, { builtIn: known, disk, config, allowRefs })
  const folder = options.data === ':memory:' ? '.latchkey' : dirname(options.data)
  const loading: Loading = {
    builtIn: known,
    cacheFolder: join(folder, 'cache'),
    progress: progressOn(process.stderr),
  }
  const own = loadOwnApis(wanted.own, loading)
  // Its error is reported where it is awaited; until then the server is loaded.
  own.catch(() => {})
  const followed = config && followedConfig(config, wanted, words, environment)
  return { builtIn: wanted.builtIn, own, config: followed, loading, folder }
}

function followedConfig(
  config: Config,
  { builtIn, own }: Wanted,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): FollowedConfig {
  const ids = config.apis.map(({ id }) => id)
  const served = ids.filter((id) => builtIn.includes(id) || own.some(({ entry }) => entry?.id === id))
  const readAgain = () => readConfigFile(config.file, environment)
  return new FollowedConfig(config, { served, isAll: words.length === 0, readAgain })
}
