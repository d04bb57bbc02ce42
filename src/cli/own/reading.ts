import { dirname, join } from 'node:path'
import { builtInIds } from '../../catalogue/built-in.ts'
import { disk } from '../../catalogue/disk.ts'
import { Failure } from '../failure.ts'
import { isTrue } from '../is-true.ts'
import { type Loaded, type Loading, loadOwnApis } from './load.ts'
import type { OwnOptions } from './options.ts'
import { progressOn } from './progress.ts'
import { wantedApis } from './wanted.ts'

/** What is to be served, contracts being read already. */
export interface Reading {
  /** The ids of the built-in APIs that are served. */
  readonly builtIn: readonly string[]
  readonly own: Promise<readonly Loaded[]>
  readonly loading: Loading
  /** The folder of what is kept between starts. */
  readonly folder: string
}

/** Begins to read the contracts that the words of the command line name, before anything of the server is loaded. */
export function beginReading(
  words: readonly string[],
  options: OwnOptions & { readonly data: string },
  environment: NodeJS.ProcessEnv,
): Reading {
  const known = builtInIds()
  const { builtIn, files } = wantedApis(words, known, disk)
  if (files.length === 0) refuseOwnOptions(options)
  const folder = options.data === ':memory:' ? '.latchkey' : dirname(options.data)
  const allowRefs = options.allowRefs === true || isTrue(environment.LATCHKEY_ALLOW_REFS, 'LATCHKEY_ALLOW_REFS')
  const loading: Loading = {
    options: { ...options, allowRefs },
    builtIn: known,
    cacheFolder: join(folder, 'cache'),
    progress: progressOn(process.stderr),
  }
  const own = loadOwnApis(files, loading)
  // Its error is reported where it is awaited; until then the server is loaded.
  own.catch(() => {})
  return { builtIn, own, loading, folder }
}

/** What only concerns contracts of one's own would be ignored without one. */
function refuseOwnOptions({ name, auth, protect, allowRefs, overlay = [] }: OwnOptions): void {
  const given = {
    '--name': name,
    '--auth': auth === 'enforce' ? undefined : auth,
    '--protect': protect[0],
    '--allow-refs': allowRefs,
    '--overlay': overlay[0],
  }
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? []
  if (option !== undefined)
    throw new Failure(
      `${option} is for your own API; name the file, folder or URL of its contract: latchkey start ./openapi.yaml ${option} …`,
    )
}
