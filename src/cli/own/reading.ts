import { dirname, join } from 'node:path'
import { builtInIds } from '../../catalogue/built-in.ts'
import { disk } from '../../catalogue/disk.ts'
import type { Config, SeedSource } from '../../config/config.ts'
import { configOf, readConfigFile } from '../config-file.ts'
import { isTrue } from '../is-true.ts'
import { FollowedConfig } from './followed-config.ts'
import { allOf, type Loaded, type Loading, loadOwnApis } from './load.ts'
import type { OwnOptions } from './options.ts'
import { progressOn } from './progress.ts'
import { checkSeeds } from './seed-lines.ts'
import { type Wanted, wantedApis } from './wanted.ts'

/** What is to be served, contracts being read already. */
export interface Reading {
  /** The ids of the built-in APIs that are served. */
  readonly builtIn: readonly string[]
  readonly own: Promise<readonly Loaded[]>
  /** The seeds of built-in APIs, by their ids. */
  readonly seeds: ReadonlyMap<string, SeedSource>
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
  const seeds = seedsOf(config, wanted)
  const own = allOf([loadOwnApis(wanted.own, loading), checkSeeds(seeds)] as const).then(([loaded]) => loaded)
  // Its error is reported where it is awaited; until then the server is loaded.
  own.catch(() => {})
  const followed = config && followedConfig(config, wanted, words, environment)
  return { builtIn: wanted.builtIn, own, seeds, config: followed, loading, folder }
}

function seedsOf(config: Config | undefined, { builtIn }: Wanted): ReadonlyMap<string, SeedSource> {
  const entries = config?.apis.filter(({ id }) => builtIn.includes(id)) ?? []
  return new Map(entries.flatMap(({ id, seed }) => (seed ? [[id, seed] as const] : [])))
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
